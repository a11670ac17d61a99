"""The lab's own routes: what plays, and faults. Never delayed and never failing on purpose."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradewind_lab.clock import Clock
from tradewind_lab.faults import FaultRule, Faults
from tradewind_lab.market import Market
from tradewind_lab.stocks.market import StockMarket


def routes(market: Market, spot: Market, stocks: StockMarket, clock: Clock, faults: Faults) -> list[Route]:
    """Return /lab/status and /lab/faults."""

    async def status(_request: Request) -> Response:
        reel = market.reel
        now_ms = clock.now_ms()
        return _json(
            {
                "tape": reel.tape.identity,
                "seed": reel.tape.seed,
                "shift_ms": reel.shift_ms,
                "now_ms": now_ms,
                "tape_ms": now_ms - reel.shift_ms,
                "begins_ms": market.begins_ms,
                "symbols": market.symbols,
                "spot": {
                    "tape": spot.reel.tape.identity,
                    "shift_ms": spot.reel.shift_ms,
                    "symbols": spot.symbols,
                },
                "stocks": {"tape": stocks.tape.identity, "symbols": stocks.symbols},
                "faults": faults.rules(),
            }
        )

    async def arm(request: Request) -> Response:
        try:
            asked = msgspec.json.decode(await request.body(), type=FaultRule | list[FaultRule])
        except msgspec.DecodeError as e:
            return _json({"error": f"not a fault rule or a list of them: {e}"}, status=400)
        faults.arm(asked if isinstance(asked, list) else [asked])
        return _json({"faults": faults.rules()})

    async def show(_request: Request) -> Response:
        return _json({"faults": faults.rules()})

    async def clear(_request: Request) -> Response:
        faults.clear()
        return _json({"faults": []})

    return [
        Route("/lab/status", status),
        Route("/lab/faults", show, methods=["GET"]),
        Route("/lab/faults", arm, methods=["POST"]),
        Route("/lab/faults", clear, methods=["DELETE"]),
    ]


def _json(body: object, *, status: int = 200) -> Response:
    return Response(msgspec.json.encode(body), status_code=status, media_type="application/json")
