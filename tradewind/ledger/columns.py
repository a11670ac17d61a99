"""How values stand in columns: exact decimals, moments, enums and JSON, the same on every database."""

from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from sqlalchemy import BigInteger, Dialect, Numeric, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from tradewind.domain.clock import Instant

E = TypeVar("E", bound=StrEnum)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal that comes back equal: TEXT without insignificant zeros on SQLite, NUMERIC elsewhere."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Decimal] | TypeEngine[str]:
        """Choose the column type of `dialect`."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(Numeric(asdecimal=True))

    def process_bind_param(self, value: object, dialect: Dialect) -> Decimal | str | None:
        """Refuse floats and non-finite numbers; money is never approximate."""
        if value is None:
            return None
        if not isinstance(value, Decimal) or not value.is_finite():
            raise ValueError(f"the ledger stores finite Decimals, was {value!r}")
        return plain(value) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Decimal | str | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        """Read what was written."""
        return None if value is None else Decimal(value)


class Moment(TypeDecorator[Instant]):
    """A moment as epoch milliseconds."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Instant | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Write milliseconds since 1970."""
        return None if value is None else value.epoch_ms

    def process_result_value(self, value: int | None, dialect: Dialect) -> Instant | None:  # noqa: ARG002
        """Read milliseconds since 1970."""
        return None if value is None else Instant.from_ms(value)


class Choice(TypeDecorator[E], Generic[E]):
    """A StrEnum by its value."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the member's value."""
        return None if value is None else value.value

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:  # noqa: ARG002
        """Read the member."""
        return None if value is None else self.kind(value)


def plain(value: Decimal) -> str:
    """Return a decimal without exponent and without insignificant zeros."""
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text
