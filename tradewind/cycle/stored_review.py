"""What a record keeps of its review, as bytes and back: how everything stood, and inside which limits. Pure."""

from dataclasses import dataclass, fields
from functools import lru_cache

from tradewind.bus.codec import decode, encode
from tradewind.cycle.ports import Mandate
from tradewind.cycle.review import Circumstances, ReviewInputs
from tradewind.decision.bundle import Bundle
from tradewind.decision.config import InputLimits
from tradewind.risk.limits import RiskLimits

_KEPT = tuple(field.name for field in fields(Circumstances))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLimits:
    """The limits that a decision was made inside."""

    risk: RiskLimits
    inputs: InputLimits


def circumstances_json(seen: Circumstances) -> bytes:
    """Return what a review looked at besides bundle and limits."""
    return encode({name: getattr(seen, name) for name in _KEPT})


def circumstances_of(content: bytes) -> Circumstances:
    """Return what a record kept of its review; Undecodable."""
    return decode(content, Circumstances)


def review_inputs_of(content: bytes, bundle: Bundle, limits: RiskLimits) -> ReviewInputs:
    """Return everything that a review looked at, of what a record kept and its rebuilt bundle; Undecodable."""
    seen = circumstances_of(content)
    return ReviewInputs(**{name: getattr(seen, name) for name in _KEPT}, bundle=bundle, limits=limits)


def limits_json(mandate: Mandate) -> bytes:
    """Return the limits of a mandate, and the ages that it lets inputs have."""
    return encode(StoredLimits(risk=mandate.limits, inputs=mandate.decision.limits))


@lru_cache(maxsize=16)
def limits_of(content: bytes) -> StoredLimits:
    """Return the limits that a record kept; Undecodable."""
    return decode(content, StoredLimits)
