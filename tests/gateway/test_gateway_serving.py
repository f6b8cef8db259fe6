"""The gateway's port: an answer leaves at once."""

import asyncio
import socket

from kiosk.gateway.serving import listen


def test_a_small_answer_does_not_wait_for_the_receipt_of_the_last_one() -> None:
    async def no_delay() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def somebody_came(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            theirs = writer.get_extra_info("socket")
            accepted.set_result(theirs.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with listen("127.0.0.1", 0) as listening:
            server = await asyncio.start_server(somebody_came, sock=listening)
            with socket.create_connection(listening.getsockname()):
                answer = await asyncio.wait_for(accepted, 30)
            server.close()
        return answer

    assert asyncio.run(no_delay()) == 1
