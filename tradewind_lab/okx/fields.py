"""Reading a request's fields strictly: OKX's codes for what is missing or malformed, and its paging."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

import orjson

from tradewind_lab.exchange.orders import Rejected

Choice = TypeVar("Choice", bound=StrEnum)
Row = TypeVar("Row")

PAGE = 100


class Fields:
    """The named fields of one JSON object or query; an empty text counts as missing."""

    def __init__(self, given: object) -> None:
        if not isinstance(given, Mapping):
            raise Rejected("50002", "JSON syntax error")
        self._given: Mapping[str, object] = given

    def written(self) -> str:
        """Return the whole object as JSON text."""
        return orjson.dumps(self._given, default=str).decode()

    def text(self, name: str) -> str | None:
        """Return a field as text, None where it is missing; numbers are taken as they are written."""
        value = self._given.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool):
            return "true" if value else "false"
        if not isinstance(value, str | int | float | Decimal):
            raise Rejected("51000", f"Parameter {name} error")
        return str(value)

    def required(self, name: str) -> str:
        """Return a field that must be there."""
        value = self.text(name)
        if value is None:
            raise Rejected("50014", f"Parameter {name} can not be empty.")
        return value

    def amount(self, name: str) -> Decimal | None:
        """Return a positive number, None where it is missing."""
        value = self.text(name)
        if value is None:
            return None
        try:
            amount = Decimal(value)
        except InvalidOperation:
            raise Rejected("51000", f"Parameter {name} error") from None
        if not amount.is_finite() or amount <= 0:
            raise Rejected("51000", f"Parameter {name} error")
        return amount

    def required_amount(self, name: str) -> Decimal:
        """Return a positive number that must be there."""
        amount = self.amount(name)
        if amount is None:
            raise Rejected("50014", f"Parameter {name} can not be empty.")
        return amount

    def price_or_market(self, name: str) -> Decimal | None:
        """Return the price of a triggered order; -1 or nothing means at market, which is None."""
        return None if self.text(name) in {None, "-1"} else self.amount(name)

    def whole(self, name: str) -> int | None:
        """Return a whole number, None where it is missing."""
        value = self.text(name)
        if value is None:
            return None
        if not value.isdecimal():
            raise Rejected("51000", f"Parameter {name} error")
        return int(value)

    def flag(self, name: str) -> bool:
        """Return a truth; missing means no."""
        value = self.text(name)
        if value not in {None, "true", "false"}:
            raise Rejected("51000", f"Parameter {name} error")
        return value == "true"

    def choice(self, name: str, among: type[Choice], fallback: Choice | None = None) -> Choice:
        """Return one of a set of words; without a fallback it must be there."""
        value = self.text(name)
        if value is None and fallback is not None:
            return fallback
        try:
            return among(self.required(name))
        except ValueError:
            raise Rejected("51000", f"Parameter {name} error") from None

    def rows(self, name: str) -> list["Fields"]:
        """Return the objects of a list; missing means none."""
        value = self._given.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise Rejected("51000", f"Parameter {name} error")
        return [Fields(each) for each in value]

    def matches(self, **facts: str) -> bool:
        """Tell whether each fact is among the comma-separated words that its filter allows, if it has one."""
        for name, fact in facts.items():
            wanted = self.text(name)
            if wanted is not None and fact not in wanted.split(","):
                return False
        return True

    def page(
        self, rows: Iterable[Row], identity: Callable[[Row], str], moment: Callable[[Row], int]
    ) -> list[Row]:
        """Return one page, newest first, by OKX's after, before, begin, end and limit."""
        newest_first = sorted(rows, key=lambda row: int(identity(row)), reverse=True)
        chosen = [row for row in newest_first if self._on_page(int(identity(row)), moment(row))]
        return chosen[: min(self.whole("limit") or PAGE, PAGE)]

    def _on_page(self, identity: int, at_ms: int) -> bool:
        after, before = self.whole("after"), self.whole("before")
        begin, end = self.whole("begin"), self.whole("end")
        return (
            (after is None or identity < after)
            and (before is None or identity > before)
            and (begin is None or at_ms >= begin)
            and (end is None or at_ms <= end)
        )
