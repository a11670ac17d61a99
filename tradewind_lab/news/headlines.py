"""What the lab writes about a name at a moment; pure, drawn from (seed, name, half hour) alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

SLOT_MS: Final = 1_800_000
_ONE_IN: Final = 3  # half hours that bring a headline
_TONES: Final = (
    (
        "{name} raises its outlook as orders grow {figure}%",
        "{name} beats every estimate, sales up {figure}%",
        "Demand for {name} surges {figure}% in a week",
        "Broker upgrades {name} and sees {figure}% upside",
        "{name} rallies {figure}% on strong volume",
    ),
    (
        "{name} warns of a shortfall of {figure}%",
        "{name} misses estimates, margins down {figure}%",
        "Regulator opens a probe into {name}, {figure}% of holders sell",
        "Broker downgrades {name} and sees {figure}% downside",
        "{name} slides {figure}% in thin trading",
    ),
    (
        "{name} publishes its calendar for the next {figure} weeks",
        "What {figure} readers ask about {name}",
        "{name} trades in a narrow range, {figure} desks report",
        "{name} moves {figure} offices to a new address",
        "A look at {name} in {figure} charts",
    ),
)
"""Rising, falling and neither; the lab's own wording."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """One headline."""

    title: str
    name: str
    published_ms: int


def headlines(name: str, seed: int, *, since_ms: int, until_ms: int) -> Iterator[Headline]:
    """Yield the headlines about `name` published after `since_ms` and up to `until_ms`, oldest first."""
    for slot in range(since_ms // SLOT_MS, until_ms // SLOT_MS + 1):
        drawn = blake2b(f"{seed}:{name}:{slot}".encode(), digest_size=8).digest()
        published_ms = slot * SLOT_MS + int.from_bytes(drawn[:2]) * SLOT_MS // 65_536 // 1000 * 1000
        if drawn[2] % _ONE_IN == 0 and since_ms < published_ms <= until_ms:
            tone = _TONES[drawn[3] % len(_TONES)]
            title = tone[drawn[4] % len(tone)].format(name=name, figure=2 + drawn[5] % 90)
            yield Headline(title=title, name=name, published_ms=published_ms)
