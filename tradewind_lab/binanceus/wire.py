"""Binance.us's way to write numbers and refusals, and to read parameters."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import orjson
from starlette.responses import Response

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
Query = Mapping[str, str]

TOO_MANY: Final = -1003


class BinanceError(Exception):
    """A refusal as Binance.us words it; `code` is one of its error codes."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message


def answer(body: Json, headers: Mapping[str, str], *, status: int = 200) -> Response:
    """Return a body as it is; the venue has no envelope."""
    return Response(
        orjson.dumps(body), status_code=status, media_type="application/json", headers=dict(headers)
    )


def refusal(error: BinanceError, headers: Mapping[str, str], *, status: int = 400) -> Response:
    """Return code and sentence."""
    return answer({"code": error.code, "msg": error.message}, headers, status=status)


def eight(value: Decimal | float) -> str:
    """Write a price or a size with the venue's eight decimals."""
    return f"{value:.8f}"


def required(query: Query, name: str) -> str:
    """Return a parameter that must be there."""
    if not query.get(name):
        raise BinanceError(-1102, f"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.")
    return query[name]


def whole(query: Query, name: str) -> int | None:
    """Return a whole number, None where the parameter is absent."""
    text = query.get(name)
    if text is None:
        return None
    if not text.isdigit():
        raise BinanceError(
            -1100, f"Illegal characters found in parameter '{name}'; legal range is '^[0-9]{{1,20}}$'."
        )
    return int(text)


def limit(query: Query, *, default: int, most: int) -> int:
    """Return how many rows are asked for, cut to `most`."""
    asked = whole(query, "limit")
    if asked == 0:
        raise BinanceError(-1130, "Data sent for parameter 'limit' is not valid.")
    return min(asked or default, most)


def named_symbols(query: Query) -> list[str] | None:
    """Return the pairs that `symbol` or the JSON list `symbols` names, None where neither is given."""
    if "symbol" in query and "symbols" in query:
        raise BinanceError(-1128, "Combination of optional parameters invalid.")
    if "symbol" in query:
        return [required(query, "symbol")]
    if "symbols" not in query:
        return None
    try:
        named = orjson.loads(query["symbols"])
    except orjson.JSONDecodeError:
        named = None
    if not isinstance(named, list) or not named or not all(isinstance(one, str) for one in named):
        raise BinanceError(
            -1100,
            "Illegal characters found in parameter 'symbols'; legal range is '^\\[(\"[A-Z0-9-_.]{1,20}\"(,\"[A-Z0-9-_.]{1,20}\"){0,}){0,1}\\]$'.",
        )
    return named
