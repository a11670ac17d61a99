"""Messages made wrong: prices that cannot be, and timestamps that stand. Pure."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from tradewind_lab.faults import FaultKind
from tradewind_lab.okx.stream.feed import Push
from tradewind_lab.okx.wire import Json, number

_PRICES: Final = ("last", "askPx", "bidPx", "px", "markPx")
_SIDES: Final = ("bids", "asks")
_WRONG: Final[dict[FaultKind, Callable[[str], str]]] = {
    FaultKind.OUTLIER: lambda price: number(Decimal(price) * 10),
    FaultKind.ZERO: lambda _price: "0",
    FaultKind.NEGATIVE: lambda price: f"-{price}",
    FaultKind.NAN: lambda _price: "NaN",
    FaultKind.EMPTY: lambda _price: "",
}
PRICE_KINDS: Final = frozenset({*_WRONG, FaultKind.CROSSED})


def mispriced(push: Push, kind: FaultKind) -> Push:
    """Return the message with every price made wrong; crossed ones have the bid at twice its price."""
    return Push(rows=[_mispriced(row, kind) for row in push.rows], action=push.action)


def dated(push: Push, at_ms: int) -> Push:
    """Return the message with another time of the venue."""
    rows: list[Json] = [
        {**row, "ts": str(at_ms)} if isinstance(row, dict) and "ts" in row else row for row in push.rows
    ]
    return Push(rows=rows, action=push.action)


def _mispriced(row: Json, kind: FaultKind) -> Json:
    if not isinstance(row, dict):
        return row
    changed = dict(row)
    if kind is FaultKind.CROSSED:
        _cross(changed)
        return changed
    wrong = _WRONG[kind]
    for name in _PRICES:
        if isinstance(price := changed.get(name), str):
            changed[name] = wrong(price)
    for side in _SIDES:
        if isinstance(levels := changed.get(side), list):
            changed[side] = [[wrong(price), *rest] for price, *rest in levels]
    return changed


def _cross(row: dict[str, Json]) -> None:
    if "bidPx" in row:
        row["bidPx"] = _twice(row["askPx"])
    bids, asks = row.get("bids"), row.get("asks")
    if isinstance(bids, list) and isinstance(asks, list) and (bids or asks):
        first = (bids or asks)[0]
        row["bids"] = [[_twice(first[0]), "1", "0", "1"], *bids]


def _twice(price: Json) -> str:
    return number(Decimal(str(price)) * 2)
