"""The rules that every shape keeps."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

from tradewind.domain.clock import Instant


class Shape(BaseModel):
    """Frozen, strict, closed: a field that is not declared is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _plain(number: Decimal) -> str:
    return format(number, "f")


def _moment(given: object) -> object:
    return Instant.parse(given) if isinstance(given, str) else given


Money = Annotated[
    Decimal,
    BeforeValidator(lambda given: Decimal(given) if isinstance(given, str) else given),
    PlainSerializer(_plain, return_type=str),
    WithJsonSchema({"type": "string", "format": "decimal", "pattern": r"^-?\d+(\.\d+)?$"}),
]
"""Money, a price or a size as a decimal string, never in exponent form."""

Time = Annotated[
    datetime,
    BeforeValidator(_moment),
    PlainSerializer(lambda moment: str(Instant.of(moment)), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""ISO-8601 in UTC with milliseconds and Z."""

_SHARE_STEP = Decimal("0.000001")


def share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return part / whole to six places; None when either is unknown or the whole is nothing."""
    if part is None or not whole:
        return None
    return (part / whole).quantize(_SHARE_STEP)
