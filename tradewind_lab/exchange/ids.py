"""Ids in the venue's form: digits that rise with time and never repeat within one exchange."""

from dataclasses import dataclass


@dataclass(slots=True)
class IdSource:
    """Hands out ids of the millisecond and a running number."""

    given: int = 0

    def skip(self, given: int) -> None:
        """Go on after the first `given` ids, which were handed out before."""
        self.given = max(self.given, given)

    def next(self, at_ms: int) -> str:
        """Return an id greater than every earlier one as long as time does not go back."""
        self.given += 1
        return f"{at_ms}{self.given % 1_000_000:06d}"
