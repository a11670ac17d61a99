"""The numbers that no model can change."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_ONE = Decimal(1)
_BPS = Decimal(10_000)


class Enforcement(StrEnum):
    """Whether the limits bind, or only watch a model that governs its own risk."""

    ENFORCED = "enforced"
    OBSERVED = "observed"


class Grounding(StrEnum):
    """What becomes of an opening whose reasons cite figures that nobody showed the model."""

    FLAGGED = "flagged"
    """It goes on; the record shows the figures."""
    BLOCKING = "blocking"
    """It is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLimits:
    """What an opening must keep to; shares are of equity unless said otherwise, money is quote currency."""

    min_confidence: float = 0.6  # 0..1
    max_notional_share: Decimal = Decimal("0.5")
    """One position's whole size, what is held already included."""
    max_total_exposure_share: Decimal = Decimal("1.5")
    """All positions and orders on their way together."""
    max_leverage: Decimal = Decimal(10)
    daily_loss_cap: Decimal = Decimal(1000)
    """A loss of this much since UTC midnight ends the day's openings."""
    drawdown_pause_share: Decimal = Decimal("0.05")
    """Distance below the highest equity at which openings pause."""
    max_orders_per_minute: int = 12
    max_price_drift_bps: Decimal = Decimal(50)
    """Move of the price between the snapshot that the model saw and the order."""
    min_stop_distance_bps: Decimal = Decimal(10)
    """Between the stop and the price that it would be filled at, so that noise alone does not trigger it."""
    max_stop_distance_share: Decimal = Decimal("0.25")
    """Of the price; a stop further away protects nobody."""

    enforcement: Enforcement = Enforcement.ENFORCED
    grounding: Grounding = Grounding.FLAGGED

    def __post_init__(self) -> None:
        _require(
            "min_confidence", self.min_confidence, is_valid=0 <= self.min_confidence <= 1, wanted="in [0, 1]"
        )
        for name in ("max_notional_share", "max_total_exposure_share", "daily_loss_cap"):
            value: Decimal = getattr(self, name)
            _require(name, value, is_valid=value.is_finite() and value > 0, wanted="above 0")
        _require(
            "max_leverage",
            self.max_leverage,
            is_valid=_within(self.max_leverage, _ONE, Decimal(125)),
            wanted="in [1, 125]",
        )
        for name in ("drawdown_pause_share", "max_stop_distance_share"):
            share: Decimal = getattr(self, name)
            _require(
                name, share, is_valid=share != 0 and _within(share, Decimal(0), _ONE), wanted="in (0, 1]"
            )
        _require(
            "max_orders_per_minute",
            self.max_orders_per_minute,
            is_valid=self.max_orders_per_minute >= 1,
            wanted="at least 1",
        )
        for name in ("max_price_drift_bps", "min_stop_distance_bps"):
            bps: Decimal = getattr(self, name)
            _require(name, bps, is_valid=bps != 0 and _within(bps, Decimal(0), _BPS), wanted="in (0, 10000]")
        if self.min_stop_distance_bps / _BPS >= self.max_stop_distance_share:
            raise ValueError(
                "min_stop_distance_bps must lie below max_stop_distance_share, were "
                f"{self.min_stop_distance_bps} bps and {self.max_stop_distance_share}"
            )


def _within(value: Decimal, lowest: Decimal, highest: Decimal) -> bool:
    return value.is_finite() and lowest <= value <= highest


def _require(name: str, value: object, *, is_valid: bool, wanted: str) -> None:
    if not is_valid:
        raise ValueError(f"{name} must be {wanted}, was {value}")


_HIGHER_IS_LOOSER = (
    "max_notional_share",
    "max_total_exposure_share",
    "max_leverage",
    "daily_loss_cap",
    "drawdown_pause_share",
    "max_orders_per_minute",
    "max_price_drift_bps",
    "max_stop_distance_share",
)
_LOWER_IS_LOOSER = ("min_confidence", "min_stop_distance_bps")


def loosened(old: RiskLimits, new: RiskLimits) -> tuple[str, ...]:
    """Return the names of the limits by which `new` lets through what `old` stops; none where it is as tight."""
    names = [name for name in _HIGHER_IS_LOOSER if getattr(new, name) > getattr(old, name)]
    names += [name for name in _LOWER_IS_LOOSER if getattr(new, name) < getattr(old, name)]
    if old.enforcement is Enforcement.ENFORCED and new.enforcement is Enforcement.OBSERVED:
        names.append("enforcement")
    if old.grounding is Grounding.BLOCKING and new.grounding is Grounding.FLAGGED:
        names.append("grounding")
    return tuple(names)
