"""OKX's envelope and its way to write numbers: everything is a string, unknown is an empty one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import orjson
from starlette.responses import Response

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]


class OkxError(Exception):
    """A refusal as OKX words it; `code` is one of its error codes."""

    def __init__(self, code: str, message: str, *, status: int = 200) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message
        self.status = status


def answer(rows: Sequence[Json], *, code: str = "0", message: str = "", status: int = 200) -> Response:
    """Return rows in OKX's envelope."""
    body = orjson.dumps({"code": code, "msg": message, "data": rows})
    return Response(body, status_code=status, media_type="application/json")


def refusal(error: OkxError) -> Response:
    """Return an error in OKX's envelope, without rows."""
    return answer([], code=error.code, message=error.message, status=error.status)


def number(value: Decimal | int | None) -> str:
    """Write a number plainly, without exponent or trailing zeros; None becomes an empty string."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
