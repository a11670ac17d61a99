"""What a client may ask for over its socket: a pong, the log."""

from typing import Final

from pydantic import ValidationError

from tradewind.web.live.frames import PONG, Frame
from tradewind.web.live.log_tail import LogTail
from tradewind.web.live.outbox import Outbox
from tradewind.web.schemas.frames import Subscription
from tradewind.web.schemas.redis import LogRequest

PINGS: Final = frozenset({"ping", '{"type":"ping"}'})
LONGEST_REQUEST: Final = 1024
SUBSCRIBING: Final = '"subscribe"'


def obey(text: str, outbox: Outbox, log_tail: LogTail) -> None:
    """Do what a client says; what is not understood is ignored, unless it asks for a topic."""
    if len(text) > LONGEST_REQUEST:
        return
    if "".join(text.split()) in PINGS:
        outbox.put(PONG)
        return
    try:
        request = LogRequest.model_validate_json(text)
    except ValidationError as e:
        if SUBSCRIBING in text:
            _answer(outbox, is_active=False, detail=_reasons(e))
        return
    if request.type == "subscribe":
        log_tail.listen(outbox, request.filters.wanted())
    else:
        log_tail.leave(outbox)
    _answer(outbox, is_active=request.type == "subscribe", detail=None)


def _answer(outbox: Outbox, *, is_active: bool, detail: str | None) -> None:
    answer = Subscription(type="subscription", topic="log", active=is_active, detail=detail)
    outbox.put(Frame(seq=0, slot="subscription", text=answer.model_dump_json()))


def _reasons(refused: ValidationError) -> str:
    found = refused.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in found)[:500]
