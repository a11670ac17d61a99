"""Reading the parameters of a request, and refusing them in OKX's words."""

from collections.abc import Mapping

from tradewind_lab.instruments import Instrument
from tradewind_lab.market import Market
from tradewind_lab.okx.wire import Json, OkxError

Query = Mapping[str, str]
Rows = list[Json]


def required(query: Query, name: str) -> str:
    """Return a parameter that must be there."""
    if not query.get(name):
        raise OkxError("50014", f"Parameter {name} can not be empty.", status=400)
    return query[name]


def whole(query: Query, name: str, *, default: int, most: int) -> int:
    """Return a positive whole number, cut to `most` as OKX cuts it."""
    text = query.get(name) or str(default)
    if not text.isdigit() or int(text) < 1:
        raise OkxError("51000", f"Parameter {name} error", status=400)
    return min(int(text), most)


def moment(query: Query, name: str) -> int | None:
    """Return epoch milliseconds, None where the parameter is absent."""
    text = query.get(name)
    if not text:
        return None
    if not text.isdigit():
        raise OkxError("51000", f"Parameter {name} error", status=400)
    return int(text)


def chosen(market: Market, query: Query) -> list[Instrument]:
    """Return the swaps that instId, uly or instFamily name, all of them where none is given."""
    if "instId" in query:
        return [market.instrument(query["instId"])]
    family = query.get("instFamily") or query.get("uly")
    every = [market.instrument(symbol) for symbol in market.symbols]
    return [one for one in every if family in {None, one.family}]
