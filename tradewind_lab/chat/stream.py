"""A completion told piece by piece, as server-sent events in OpenAI's form."""

from collections.abc import AsyncIterator, Iterator
from typing import Final

import msgspec

PIECE: Final = 48
"""Characters of an answer in one chunk."""
Json = dict[str, object]


async def told(completion: Json, message: Json, usage: Json | None) -> AsyncIterator[bytes]:
    """Yield the events of a completion; `usage` None: nobody asked for the tokens."""
    for chunk in _chunks(completion, message, usage):
        yield b"data: " + msgspec.json.encode(chunk) + b"\n\n"
    yield b"data: [DONE]\n\n"


def _chunks(completion: Json, message: Json, usage: Json | None) -> Iterator[Json]:
    frame = {key: completion[key] for key in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
    yield frame | _choice({"role": "assistant", "content": ""})
    content = message["content"]
    text = content if isinstance(content, str) else ""
    for start in range(0, len(text), PIECE):
        yield frame | _choice({"content": text[start : start + PIECE]})
    yield frame | _choice({}, finish_reason="stop")
    if usage is not None:
        yield frame | {"choices": [], "usage": usage}


def _choice(delta: Json, finish_reason: str | None = None) -> Json:
    return {"choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}]}
