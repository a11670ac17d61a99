"""Reads single fields of OKX's private answers, exactly; every number comes as text, an empty one is unknown."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from tradewind.brokers.port import BrokerUnavailable
from tradewind.domain.clock import Instant

Row = Mapping[str, object]
Choice = TypeVar("Choice", bound=StrEnum)


class Unreadable(BrokerUnavailable):
    """The venue answered something that makes no sense; nothing is known."""


def text(row: Row, name: str) -> str | None:
    """Return a field as text; None where it is absent or empty."""
    value = row.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str | int):
        raise Unreadable(f"{name} is no text: {value!r}")
    return str(value)


def required_text(row: Row, name: str) -> str:
    """Return a field that must be there."""
    value = text(row, name)
    if value is None:
        raise Unreadable(f"{name} is missing in an answer of OKX")
    return value


def number(row: Row, name: str) -> Decimal | None:
    """Return a finite number; None where it is unknown."""
    value = text(row, name)
    if value is None:
        return None
    try:
        found = Decimal(value)
    except InvalidOperation:
        raise Unreadable(f"{name} is no number: {value!r}") from None
    if not found.is_finite():
        raise Unreadable(f"{name} is not finite: {value!r}")
    return found


def required(row: Row, name: str) -> Decimal:
    """Return a number that must be there."""
    found = number(row, name)
    if found is None:
        raise Unreadable(f"{name} is missing in an answer of OKX")
    return found


def positive(row: Row, name: str) -> Decimal | None:
    """Return a number above zero; None where it is unknown or OKX's zero for none."""
    found = number(row, name)
    return None if found is None or found <= 0 else found


def moment(row: Row, *names: str) -> Instant:
    """Return the first of these epoch milliseconds that is there."""
    for name in names:
        found = positive(row, name)
        if found is not None:
            try:
                return Instant.from_ms(int(found))
            except (ValueError, OverflowError):
                raise Unreadable(f"{name} is no time: {found}") from None
    raise Unreadable(f"{' and '.join(names)} missing in an answer of OKX")


def choice(row: Row, name: str, among: type[Choice]) -> Choice:
    """Return one of a set of words."""
    value = required_text(row, name)
    try:
        return among(value)
    except ValueError:
        raise Unreadable(f"{name} is none of {[str(one) for one in among]}: {value!r}") from None


def rows(value: object) -> tuple[Row, ...]:
    """Return a list of objects."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Unreadable(f"expected a list of objects, was {str(value)[:100]!r}")
    return tuple(value)
