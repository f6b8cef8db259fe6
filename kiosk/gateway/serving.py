"""Runs the gateway on a port until it is told to end."""

import socket

import uvicorn
from litestar import Litestar

from kiosk import told
from kiosk.gateway.lines import Line

AT_ONCE = 100  # lines taken on before what they say is heard; so few that none is too many before it could speak
FAREWELL_S = 3  # how long requests under way may still take when the gateway is told to end


class PortTaken(Exception):
    """Nobody can be served at this address; the text says why."""


class _Server(uvicorn.Server):
    """Says where it is, once it can answer."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if told.to_end():
            self.should_exit = True
            return
        for listening in sockets or []:
            host, port = listening.getsockname()[:2]
            print(f"gateway: http://{f'[{host}]' if ':' in host else host}:{port}", flush=True)


def listen(host: str, port: int) -> socket.socket:
    """A socket at this address; port 0 is any free one. Raises `PortTaken`."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # With the protocol named, asyncio sends small answers at once; without, each waits 40 ms for a receipt.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen()
        except OSError:
            listening.close()
            raise
    except OSError as error:
        raise PortTaken(f"cannot listen at {host} port {port}: {error.strerror}") from error
    return listening


def serve(app: Litestar, listening: socket.socket) -> None:
    """Returns after SIGTERM or SIGINT, when what was under way has been answered. Needs `told.listening`: uvicorn gives
    the signal on after it has ended, and being told to end is no accident."""
    told.obey()
    server(app).run(sockets=[listening])


def server(app: Litestar, line: type[Line] = Line) -> uvicorn.Server:
    """Serves this application, each connection being such a line."""
    config = uvicorn.Config(
        app,
        http=line,
        backlog=AT_ONCE,
        log_config=None,
        log_level="warning",
        access_log=False,  # addresses carry ids of patients
        server_header=False,
        timeout_graceful_shutdown=FAREWELL_S,
        lifespan="on",
    )
    return _Server(config)
