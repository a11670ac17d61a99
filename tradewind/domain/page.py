"""One page of a long list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T_co]):
    """Some items of a list and where the next ones start."""

    items: tuple[T_co, ...]
    next_cursor: str | None  # opaque; None: this was the last page
