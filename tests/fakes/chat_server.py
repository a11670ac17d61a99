"""A model on a real socket that answers what a test scripted."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer of the server; the last one scripted repeats."""

    status: int = 200
    text: str = ""
    content_type: str = "application/json"
    is_hanging: bool = False
    headers: dict[str, str] = field(default_factory=dict)
    is_dropped: bool = False
    """The connection breaks in the middle of the answer."""
    events: tuple[str, ...] | None = None
    """Of a streamed answer, in place of `text`; one that hangs does so after them."""


def says(content: str | None, finish_reason: str = "stop", **message: Any) -> Reply:
    """A well-formed completion whose message is `content`."""
    completion = {
        "id": "chat-1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [
            {
                "index": 0,
                "finish_reason": finish_reason,
                "message": {"role": "assistant", "content": content, **message},
            }
        ],
        "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200},
    }
    return Reply(text=json.dumps(completion))


def decides(*items: dict[str, Any], reasoning: str = "because") -> Reply:
    """A completion with these decisions."""
    return says(json.dumps({"reasoning": reasoning, "decisions": list(items)}))


def tells(*deltas: dict[str, Any], finish_reason: str | None = "stop", is_hanging: bool = False) -> Reply:
    """A streamed completion of these deltas, with its usage in the last chunk."""
    usage = {"prompt_tokens": 1000, "completion_tokens": 200, "prompt_cache_hit_tokens": 400}
    choices = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
    chunks: list[dict[str, Any]] = [{"choices": [choice]} for choice in choices]
    if finish_reason is not None:
        chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": finish_reason}]})
        chunks.append({"choices": [], "usage": usage})
    frame = {"id": "chat-1", "object": "chat.completion.chunk", "created": 1, "model": "scripted"}
    return Reply(events=tuple(json.dumps(frame | chunk) for chunk in chunks), is_hanging=is_hanging)


def refuses(status: int, message: str = "no", **headers: str) -> Reply:
    """A refusal in OpenAI's form."""
    return Reply(status=status, text=json.dumps({"error": {"message": message}}), headers=headers)


HANGS = Reply(is_hanging=True)
DROPS = Reply(is_dropped=True)


@dataclass(slots=True, kw_only=True)
class ChatServer:
    """What the server will say, and what it was asked."""

    url: str
    script: list[Reply]
    asked: list[dict[str, Any]] = field(default_factory=list)
    meanwhile: Callable[[], Awaitable[None]] | None = None
    """What happens elsewhere while the model thinks."""
    follows: Callable[[str], Reply] | None = None
    """A model that answers by what the user's message says; None: by the script."""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        if self.follows is not None:
            reply = self.follows(self.asked[-1]["messages"][-1]["content"])
        else:
            reply = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if self.meanwhile is not None:
            await self.meanwhile()
        if reply.is_dropped and request.transport is not None:
            request.transport.close()
        if reply.events is not None:
            return await _stream(request, reply.events, is_hanging=reply.is_hanging)
        if reply.is_hanging:
            await asyncio.Event().wait()
        return web.Response(
            status=reply.status, text=reply.text, content_type=reply.content_type, headers=reply.headers
        )


async def _stream(request: web.Request, events: tuple[str, ...], *, is_hanging: bool) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    await response.write(b": keep-alive\n\n")
    for event in events:
        await response.write(f"data: {event}\n\n".encode())
    if is_hanging:
        await asyncio.Event().wait()
    await response.write(b"data: [DONE]\n\n")
    await response.write_eof()
    return response


@asynccontextmanager
async def running_chat(*script: Reply) -> AsyncIterator[ChatServer]:
    """Yield a server on a free loopback port that answers along `script`."""
    server = ChatServer(url="", script=list(script))
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.answer)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        server.url = f"http://{host}:{port}/v1"
        yield server
    finally:
        await runner.cleanup()
