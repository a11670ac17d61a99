"""What a running desk does to its keys, as its message log and its server tell it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import redis

from tradewind.bus.keys import MESSAGE_LOG
from tradewind.domain.clock import Instant


@dataclass(slots=True)
class Writing:
    """The writes of one key."""

    sources: set[str] = field(default_factory=set)
    times: list[Instant] = field(default_factory=list)

    @property
    def last_pause(self) -> float:
        """Seconds between the last two writes; 0 before the second."""
        return (self.times[-1] - self.times[-2]).total_seconds() if len(self.times) > 1 else 0.0


class BusWatch:
    """Follows the message log from its first entry; call `look` again and again."""

    def __init__(self, server: redis.Redis) -> None:
        self._server = server
        self._last: bytes | str = "0"
        self.writes: defaultdict[str, Writing] = defaultdict(Writing)

    def look(self) -> None:
        """Take in what was logged since the last look."""
        while found := self._entries():
            for entry_id, entry in found:
                self._last = entry_id
                if entry[b"type"] == b"cache_write" and not entry[b"summary"].startswith(b"removed"):
                    writing = self.writes[entry[b"channel"].decode()]
                    writing.sources.add(entry[b"source"].decode())
                    writing.times.append(Instant.parse(entry[b"timestamp"].decode()))

    def _entries(self) -> list[tuple[bytes, dict[bytes, bytes]]]:
        answer: Any = self._server.xread({MESSAGE_LOG: self._last}, count=1_000)
        return list(answer[0][1]) if answer else []
