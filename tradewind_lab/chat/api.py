"""The chat API: two routes of OpenAI's, the model `lab-rules`, and answers spoiled on demand."""

import hashlib
from collections.abc import Sequence
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from tradewind_lab.chat.policy import Answer, decide
from tradewind_lab.chat.prompt import Unreadable, read_prompt
from tradewind_lab.chat.stream import Json, told
from tradewind_lab.clock import Clock
from tradewind_lab.faults import FaultKind, Faults

MODEL: Final = "lab-rules"
_PROSE: Final = "The market looks strong today, I would buy some bitcoin and keep an eye on it."
_NONSENSE: Final = '{"orders": [{"ticker": 7, "side": ["maybe"]}]}'


class _Part(msgspec.Struct, kw_only=True):
    type: str
    text: str = ""


class _Message(msgspec.Struct, kw_only=True):
    role: str
    content: str | list[_Part] | None = None

    @property
    def text(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class _StreamOptions(msgspec.Struct, frozen=True, kw_only=True):
    include_usage: bool = False


class _Asked(msgspec.Struct, kw_only=True):
    model: str
    messages: list[_Message]
    stream: bool = False
    stream_options: _StreamOptions = _StreamOptions()


class _Refused(Exception):
    def __init__(self, status: int, message: str, code: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code


def routes(clock: Clock, faults: Faults) -> list[Route]:
    """Return /v1/models and /v1/chat/completions."""

    async def models(_request: Request) -> Response:
        model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "tradewind-lab"}
        return _json({"object": "list", "data": [model]})

    async def completions(request: Request) -> Response:
        body = await request.body()
        try:
            asked = _read(body)
        except _Refused as e:
            return _json(
                {
                    "error": {
                        "message": e.message,
                        "type": "invalid_request_error",
                        "param": None,
                        "code": e.code,
                    }
                },
                status=e.status,
            )
        rule = faults.take("POST", request.url.path, body.decode(errors="replace"), is_chat=True)
        content = _spoiled(_content(asked.messages), rule.kind if rule else None)
        message: Json = {"role": "assistant", "content": content, "refusal": None}
        completion, usage = _completion(body, clock.now_ms()), _usage(asked, content)
        if asked.stream:
            told_usage = usage if asked.stream_options.include_usage else None
            return StreamingResponse(told(completion, message, told_usage), media_type="text/event-stream")
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return _json(completion | {"choices": [choice], "usage": usage})

    return [
        Route("/v1/models", models),
        Route("/v1/chat/completions", completions, methods=["POST"]),
    ]


def _read(body: bytes) -> _Asked:
    try:
        asked = msgspec.json.decode(body, type=_Asked)
    except msgspec.DecodeError as e:
        raise _Refused(400, f"not a chat request: {e}", "invalid_body") from e
    if asked.model != MODEL:
        raise _Refused(404, f"no model {asked.model!r}; the lab has only {MODEL!r}", "model_not_found")
    return asked


def _content(messages: Sequence[_Message]) -> str:
    try:
        answer = decide(read_prompt([one.text for one in messages if one.role == "user"]))
    except Unreadable as e:
        answer = Answer(reasoning=f"No decision: {e}.", decisions=())
    return msgspec.json.encode(answer).decode()


def _spoiled(content: str, kind: FaultKind | None) -> str:
    match kind:
        case FaultKind.PROSE:
            return _PROSE
        case FaultKind.TRUNCATED:
            return content[: len(content) // 2]
        case FaultKind.NONSENSE:
            return _NONSENSE
        case _:
            return content


def _completion(body: bytes, now_ms: int) -> Json:
    return {
        "id": f"chatcmpl-{hashlib.sha256(body).hexdigest()[:24]}",
        "object": "chat.completion",
        "created": now_ms // 1000,
        "model": MODEL,
    }


def _usage(asked: _Asked, content: str) -> Json:
    """Return OpenAI's count of tokens, estimated as a quarter of the characters."""
    prompt_tokens = sum(len(one.text) for one in asked.messages) // 4
    answer_tokens = len(content) // 4
    return {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": answer_tokens,
        "total_tokens": prompt_tokens + answer_tokens,
    }


def _json(body: object, *, status: int = 200) -> Response:
    return Response(msgspec.json.encode(body), status_code=status, media_type="application/json")
