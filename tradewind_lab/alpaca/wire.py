"""Alpaca's way to write times, bars and refusals, and to read parameters."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

import orjson
from starlette.responses import Response

from tradewind_lab.stocks.market import DAY_S, StockBar

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Query = Mapping[str, str]

# Alpaca's names of the timeframes that the lab has, in seconds.
TIMEFRAMES: Final = {
    **{f"{minutes}{name}": minutes * 60 for minutes in (1, 5, 15, 30) for name in ("Min", "T")},
    "1Hour": 3600,
    "1H": 3600,
    "1Day": DAY_S,
    "1D": DAY_S,
}
_MOST_ROWS: Final = 10_000
_DEFAULT_ROWS: Final = 1_000
_SHARES_PER_TRADE: Final = 110


class AlpacaError(Exception):
    """A refusal as Alpaca words it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(f"{status} {message}")
        self.status = status
        self.message = message


def answer(body: Json, headers: Mapping[str, str], *, status: int = 200) -> Response:
    """Return a body as it is; there is no envelope."""
    return Response(
        orjson.dumps(body), status_code=status, media_type="application/json", headers=dict(headers)
    )


def bar_shape(bar: StockBar) -> Json:
    """Write a bar; the count of trades and the mean price are estimated from it."""
    return {
        "t": zulu(bar.open_ms),
        "o": float(bar.open),
        "h": float(bar.high),
        "l": float(bar.low),
        "c": float(bar.close),
        "v": bar.volume,
        "n": bar.volume // _SHARES_PER_TRADE + 1,
        "vw": round(float(bar.high + bar.low + bar.close) / 3, 6),
    }


def zulu(at_ms: int) -> str:
    """Write a time in UTC, with milliseconds only where there are any."""
    moment = datetime.fromtimestamp(at_ms / 1000, UTC)
    text = moment.isoformat(timespec="milliseconds" if at_ms % 1000 else "seconds")
    return text.replace("+00:00", "Z")


def required(query: Query, name: str) -> str:
    """Return a parameter that must be there."""
    if not query.get(name):
        raise AlpacaError(400, f"{name} is required")
    return query[name]


def asked_symbols(query: Query) -> list[str]:
    """Return the stocks that `symbols` names, each once, in alphabetic order as the venue pages them."""
    named = [one.strip() for one in required(query, "symbols").split(",")]
    for one in named:
        if not one.replace(".", "").isalpha() or not one.isupper():
            raise AlpacaError(400, f"invalid symbol: {one}")
    return sorted(set(named))


def step(query: Query) -> int:
    """Return the length of the bars in seconds."""
    name = required(query, "timeframe")
    if name not in TIMEFRAMES:
        raise AlpacaError(400, f"invalid timeframe: {name}; the lab has {', '.join(TIMEFRAMES)}")
    return TIMEFRAMES[name]


def row_limit(query: Query) -> int:
    """Return how many rows a page may have over all symbols together."""
    text = query.get("limit") or str(_DEFAULT_ROWS)
    if not text.isdigit() or not 1 <= int(text) <= _MOST_ROWS:
        raise AlpacaError(400, f"invalid limit: must be between 1 and {_MOST_ROWS}")
    return int(text)


def moment(query: Query, name: str) -> int | None:
    """Return epoch milliseconds of an RFC 3339 time or a date, None where the parameter is absent."""
    text = query.get(name)
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise AlpacaError(400, f"invalid {name}: {text}") from None
    return round((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp() * 1000)


def day(query: Query, name: str, default: date) -> date:
    """Return a date like 2026-11-21, `default` where the parameter is absent."""
    text = query.get(name)
    if not text:
        return default
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise AlpacaError(422, f"invalid {name}: {text}") from None
