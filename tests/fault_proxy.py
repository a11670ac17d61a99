"""A TCP proxy on loopback that can swallow traffic, cut connections or refuse them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress


class FaultProxy:
    """Stands between a client and a server; `is_black_hole` makes it swallow everything without a word."""

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._writers: set[asyncio.StreamWriter] = set()
        self.is_black_hole = False
        self.lose_answer_to: bytes | None = None
        """A request that contains it arrives; then its connection breaks before the answer. Once."""
        self.accepted = 0
        self.requests: list[tuple[float, str]] = []
        """The loop's time and the first line of each HTTP request that a client sent."""
        self.port = 0

    @property
    def open_connections(self) -> int:
        """Clients connected right now."""
        return len(self._writers) // 2

    def cut(self) -> None:
        """Abort every connection (RST)."""
        for writer in self._writers:
            writer.transport.abort()

    async def carry(self, client_in: asyncio.StreamReader, client_out: asyncio.StreamWriter) -> None:
        self.accepted += 1
        server_in, server_out = await asyncio.open_connection(*self._target)
        self._writers |= {client_out, server_out}
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._pump(client_in, server_out, client_out))
            tasks.create_task(self._pump(server_in, client_out))
        self._writers -= {client_out, server_out}

    def _note(self, content: bytes) -> None:
        line = content.partition(b"\r\n")[0]
        if b" HTTP/1." in line:
            self.requests.append((asyncio.get_running_loop().time(), line.decode(errors="replace")))

    async def _pump(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        asker: asyncio.StreamWriter | None = None,
    ) -> None:
        with suppress(ConnectionError):
            while content := await source.read(65536):
                if asker:
                    self._note(content)
                if not self.is_black_hole:
                    sink.write(content)
                    await sink.drain()
                if asker and self.lose_answer_to and self.lose_answer_to in content:
                    self.lose_answer_to = None
                    asker.transport.abort()
        sink.close()


@asynccontextmanager
async def fault_proxy(host: str, port: int) -> AsyncIterator[FaultProxy]:
    """Yield a proxy to `host`:`port`; every connection is cut at the end."""
    proxy = FaultProxy(host, port)
    server = await asyncio.start_server(proxy.carry, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        proxy.cut()
        await server.wait_closed()
