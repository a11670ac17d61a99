"""The WebSocket of live frames."""

from contextlib import suppress

from fastapi import APIRouter, Depends, WebSocket, WebSocketDisconnect

from tradewind.web.config import WebConfig
from tradewind.web.live.hub import Hub
from tradewind.web.openapi import SOCKET_PATH
from tradewind.web.origin import refuse_foreign_host, refuse_foreign_origin
from tradewind.web.policy import SOCKET, client_address, hold_to_rate
from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.socket_protocol import wire_of

MAX_DIGITS = 15

router = APIRouter(tags=["market"])


@router.websocket(SOCKET_PATH, dependencies=[Depends(SOCKET)])
async def market_data(socket: WebSocket) -> None:
    """Stream prices, account, decisions and state; ?since=SEQ&epoch=ID resumes."""
    config: WebConfig = socket.app.state.config
    hub: Hub = socket.app.state.hub
    try:
        refuse_foreign_host(socket.headers, config)
        refuse_foreign_origin(socket.headers, config)
        hold_to_rate(socket, SOCKET.rate)
        since, epoch = _resume_point(socket)
        client = hub.join(client_address(socket), since, epoch, wire_of(socket.scope))
    except Refusal as refusal:
        await socket.send_denial_response(refusal.response())
        return
    try:
        with suppress(WebSocketDisconnect):  # gone while the handshake or the close was on its way
            await socket.accept()
            await client.converse(socket)
    finally:
        hub.leave(client)


def _resume_point(socket: WebSocket) -> tuple[int | None, str | None]:
    given = socket.query_params.multi_items()
    names = [name for name, _ in given]
    since, epoch = socket.query_params.get("since"), socket.query_params.get("epoch")
    is_number = since is None or (since.isascii() and since.isdigit() and len(since) <= MAX_DIGITS)
    if not is_number or not set(names) <= {"since", "epoch"} or len(set(names)) != len(names):
        raise Refusal(
            ProblemType.INVALID_REQUEST, 422, "Only since (a whole number) and epoch may be given, each once."
        )
    return (None if since is None else int(since)), epoch
