"""Several requests to the gateway in the same instant, straight into its application: a test client in between would
take most of the time."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from counter import Said
from litestar import Litestar

Request = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Crowd:
    """All come over one loop, as they do over the network; each is served by a thread of its own."""

    app: Litestar
    loop: asyncio.Runner

    def put(self, *asked: Request) -> list[Said]:
        """Let go in the same instant; what each was told."""
        return self.loop.run(self._all(asked))

    async def _all(self, asked: tuple[Request, ...]) -> list[Said]:
        return list(await asyncio.gather(*(self._one(path, json.dumps(body).encode()) for path, body in asked)))

    async def _one(self, path: str, body: bytes) -> Said:
        said: list[Any] = []

        async def heard() -> dict[str, object]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def say(message: Any) -> None:
            said.append(message)

        await self.app(_scope(path), heard, say)  # type: ignore[arg-type]
        begun, *parts = said
        raw = b"".join(part.get("body", b"") for part in parts)
        kind = dict(begun["headers"])[b"content-type"].decode()
        return Said(begun["status"], raw, json.loads(raw), kind)


@contextmanager
def crowd_at(app: Litestar) -> Iterator[Crowd]:
    """In front of this application."""
    with asyncio.Runner() as loop:
        yield Crowd(app, loop)


def _scope(path: str) -> dict[str, object]:
    """A PUT, in the words of ASGI 3.0."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "PUT",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"testserver.local"), (b"content-type", b"application/json")],
        "client": ("testclient", 50000),
        "server": ("testserver.local", 80),
    }
