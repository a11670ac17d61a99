"""Who may ask, and how often: two headers with a key, and so many requests per wall-clock minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tradewind_lab.alpaca.wire import AlpacaError

LIMIT: Final = 200  # requests a minute, the free plan's
_MINUTE_MS: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AlpacaKey:
    """A key as a client sends it."""

    key: str
    secret: str


BUILT_IN_KEY: Final = AlpacaKey(key="lab-alpaca-key", secret="lab-alpaca-secret")  # noqa: S106 - public on purpose


class Gate:
    """Checks the key of each request and counts it."""

    def __init__(self, key: AlpacaKey) -> None:
        self._key = key
        self._minute = -1
        self._used = 0

    def admit(self, headers: Mapping[str, str]) -> None:
        """Raise AlpacaError where the key is absent or wrong."""
        given = headers.get("apca-api-key-id"), headers.get("apca-api-secret-key")
        if not all(given):
            raise AlpacaError(401, "request is not authorized")
        if given != (self._key.key, self._key.secret):
            raise AlpacaError(403, "forbidden.")

    def count(self, now_ms: int) -> dict[str, str]:
        """Count one request; return the X-RateLimit headers that its answer bears."""
        minute = now_ms // _MINUTE_MS
        if minute != self._minute:
            self._minute, self._used = minute, 0
        self._used += 1
        return {
            "X-RateLimit-Limit": str(LIMIT),
            "X-RateLimit-Remaining": str(max(0, LIMIT - self._used)),
            "X-RateLimit-Reset": str((minute + 1) * _MINUTE_MS // 1000),
        }

    def refuse_excess(self) -> None:
        """Raise AlpacaError where the running minute has had more requests than it holds."""
        if self._used > LIMIT:
            raise AlpacaError(429, "too many requests.")
