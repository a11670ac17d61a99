"""Text that a model wrote, made safe to keep and to show: what it says of its risk, and why it trades."""

import re
import unicodedata
from collections.abc import Mapping

from tradewind.decision.answer_text import storable
from tradewind.decision.vocabulary import NARRATIVE
from tradewind.domain.decision import RiskNarrative

RATIONALE_LENGTH = 2000
NARRATIVE_LENGTH = 1000
"""Characters of each part."""
_INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
"""Zero-width and direction marks: they show a person another text than a program reads."""
_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def rationale_of(value: object) -> str:
    """Return a model's reason as it wrote it, without what nobody can see."""
    if isinstance(value, list):
        value = "; ".join(part for part in value if isinstance(part, str))
    return _visible(value)[:RATIONALE_LENGTH] if isinstance(value, str) else ""


def narrative_of(fields: Mapping[str, object]) -> RiskNarrative | None:
    """Return what an item says of its own risk, None when it says nothing."""
    parts = {name: _part(fields.get(name)) for name in NARRATIVE}
    if not any(parts.values()):
        return None
    return RiskNarrative(
        proposed_trade=parts["proposed_trade"],
        thesis=parts["thesis"],
        max_pain=parts["max_pain"],
        plan=parts["plan"],
    )


def _part(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return (
        unicodedata.normalize("NFKC", _visible(value[: 4 * NARRATIVE_LENGTH])).strip()[:NARRATIVE_LENGTH]
        or None
    )


def _visible(text: str) -> str:
    return _CONTROL.sub(" ", _INVISIBLE.sub("", storable(text)))
