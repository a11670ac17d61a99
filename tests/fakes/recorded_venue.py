"""A venue on a real socket that says what was recorded, byte for byte."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

Answer = bytes | Callable[[web.Request], bytes]


@dataclass(slots=True, kw_only=True)
class RecordedVenue:
    """What it says, by the end of the path, and what it was asked; anything else is 404."""

    answers: Mapping[str, Answer]
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    url: str = ""
    asked: list[web.Request] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        for ending, answer in self.answers.items():
            if request.path.endswith(ending):
                body = answer if isinstance(answer, bytes) else answer(request)
                return web.Response(
                    status=self.status, body=body, headers=self.headers, content_type="application/json"
                )
        return web.Response(status=404)


@asynccontextmanager
async def recorded_venue(
    answers: Mapping[str, Answer], *, status: int = 200, headers: Mapping[str, str] | None = None
) -> AsyncIterator[RecordedVenue]:
    """Yield a venue on a free loopback port."""
    venue = RecordedVenue(answers=answers, status=status, headers=headers or {})
    app = web.Application()
    app.router.add_get("/{path:.*}", venue.answer)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        venue.url = f"http://{host}:{port}"
        yield venue
    finally:
        await runner.cleanup()
