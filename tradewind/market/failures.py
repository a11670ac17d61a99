"""Why a datum could not be fetched."""

from datetime import timedelta
from enum import StrEnum


class FailureKind(StrEnum):
    """What went wrong; each is counted on its own."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    RATE_LIMITED = "rate_limited"
    REFUSED = "refused"
    """The venue answered with an error."""
    UNUSABLE = "unusable"
    """The answer makes no sense: a price of zero, a crossed book, a gap between candles."""


class FetchFailed(Exception):
    """Nothing was learned; what is cached stays until it expires, and the next scan tries again."""

    def __init__(self, kind: FailureKind, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind = kind
        self.reason = reason
        self.retry_after = retry_after


class Unusable(FetchFailed):
    """The answer makes no sense; it is dropped and counted."""

    def __init__(self, reason: str) -> None:
        super().__init__(FailureKind.UNUSABLE, reason)
