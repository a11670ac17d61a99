"""Time as the desk knows it: one clock, moments in UTC to the millisecond."""

from datetime import UTC, datetime, timedelta
from typing import Protocol, Self

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Instant(datetime):
    """A moment in UTC; written as ISO-8601 with milliseconds and `Z`."""

    @classmethod
    def from_ms(cls, epoch_ms: int) -> Self:
        """Return the moment `epoch_ms` milliseconds after 1970 (venue and candle stamps)."""
        return cls(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=epoch_ms)

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """Return an aware datetime as an Instant, cut to the millisecond; ValueError when naive."""
        if moment.tzinfo is None:
            raise ValueError(f"a moment needs a time zone, was {moment!r}")
        utc = moment.astimezone(UTC)
        millis = utc.microsecond // 1000 * 1000
        return cls(utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second, millis, tzinfo=UTC)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ISO-8601 with a zone; ValueError otherwise."""
        moment = cls.fromisoformat(text)
        is_ours = moment.tzinfo is UTC and not moment.microsecond % 1000
        return moment if is_ours else cls.of(moment)

    @property
    def epoch_ms(self) -> int:
        """Milliseconds since 1970."""
        return round(self.timestamp() * 1000)

    def __str__(self) -> str:
        """Return the one text form the desk writes anywhere."""
        return self.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Clock(Protocol):
    """The only source of time; intervals use `monotonic`, stamps use `now`."""

    def now(self) -> Instant:
        """Return the wall time."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        ...
