"""The schema of one item of a model's answer, and how its figures may be written."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from tradewind.decision.answer_text import storable
from tradewind.decision.lenient_json import WIDE
from tradewind.decision.vocabulary import ACTIONS, spelled
from tradewind.domain.decision import Action

_SPELLED = re.compile(
    r"\$?(?P<number>[+-]?(?:[0-9]{1,30}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,8}|[1-9][0-9]{0,2}(?:[ _][0-9]{3}){1,8}"
    r"|(?=\.))(?:\.[0-9]{1,30}|\.)?(?:[eE][+-]?[0-9]{1,3})?) ?(?P<unit>%|x|倍|USDT|USDC|USD|U|美元)?",
    re.IGNORECASE,
)
_NOT_STATED = frozenset({"", "null", "none", "n/a", "na", "-", "无"})
_MONEY = frozenset({None, "usdt", "usdc", "usd", "u", "美元"})
_TIMES = frozenset({None, "x", "倍"})
_LARGEST_EXPONENT = 30
"""Beyond 1e30 and below 1e-30 nothing is a price, a size or a share."""


def read_action(value: object) -> Action:
    """Return the action that a model's word stands for; ValueError."""
    if not isinstance(value, str):
        raise ValueError("action must be text")  # noqa: TRY004 — pydantic reports only ValueError
    word = spelled(value)
    if word not in ACTIONS:
        raise ValueError(f"action {value[:40]!r} is none of {', '.join(Action)}")
    return ACTIONS[word]


def read_figure(value: object) -> Decimal | None:
    """Return an amount or a price that may be written with thousands separators or its currency; ValueError."""
    number, unit = _spelled(value)
    if unit not in _MONEY:
        raise ValueError(f"{str(value)[:40]!r} is no amount of money")
    return number


def read_leverage(value: object) -> Decimal | None:
    """Return how many times, `10` or `10x`; ValueError."""
    if isinstance(value, str) and value.strip().lower().startswith("x"):
        value = value.strip()[1:]
    number, unit = _spelled(value)
    if unit not in _TIMES:
        raise ValueError(f"{str(value)[:40]!r} is no leverage")
    return number


def read_confidence(value: object) -> float | None:
    """Return a share of 0 to 1 from a share or a percentage; ValueError outside both."""
    number, unit = _spelled(value)
    if number is None:
        return None
    if unit not in {None, "%"}:
        raise ValueError(f"confidence must be a number, was {str(value)[:40]!r}")
    share = number / 100 if unit == "%" or number > 1 else number
    if not 0 <= share <= 1:
        raise ValueError(f"confidence must be 0 to 1, was {number:.6g}")
    return float(share)


def read_fraction(value: object) -> Decimal | None:
    """Return a share of a position, `0.5` or `50%`, in (0, 1]; ValueError."""
    number, unit = _spelled(value)
    if number is None:
        return None
    share = number / 100 if unit == "%" else number
    if unit not in {None, "%"} or not 0 < share <= 1:
        raise ValueError(f"a fraction must be above 0 and at most 1, was {str(value)[:40]}")
    return share


def read_percent(value: object) -> Decimal | None:
    """Return a share from a field that counts percent; ValueError, also for 1 and less, which might be a share."""
    number, unit = _spelled(value)
    if number is None:
        return None
    if unit not in {None, "%"} or not 0 < number <= 100 or (unit is None and number <= 1):
        raise ValueError(f"a percentage must be above 1 and at most 100, was {str(value)[:40]}")
    return number / 100


def has_currency(value: object) -> bool:
    """Return whether a figure names the currency that it counts."""
    try:
        number, unit = _spelled(value)
    except ValueError:
        return False
    return number is not None and unit is not None and unit in _MONEY


def _spelled(value: object) -> tuple[Decimal | None, str | None]:
    if isinstance(value, Decimal):
        return _of_this_world(value), None
    narrow = value.translate(WIDE).strip() if isinstance(value, str) else value
    if narrow is None or (isinstance(narrow, str) and narrow.lower() in _NOT_STATED):
        return None, None
    match = _SPELLED.fullmatch(narrow) if isinstance(narrow, str) else None
    if match is None or not any(digit.isdigit() for digit in match["number"]):
        raise ValueError(f"not a number: {str(value)[:40]!r}")
    unit = match["unit"]
    return _of_this_world(Decimal(re.sub("[, _]", "", match["number"]))), unit.lower() if unit else None


def _of_this_world(number: Decimal) -> Decimal:
    if number and abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise ValueError(f"not a number that an order can have: {number:.3e}")
    return number


def _text(value: object) -> object:
    return storable(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_text)]
Figure = Annotated[Decimal | None, BeforeValidator(read_figure)]
Leverage = Annotated[Decimal | None, BeforeValidator(read_leverage)]
Fraction = Annotated[Decimal | None, BeforeValidator(read_fraction)]
Percent = Annotated[Decimal | None, BeforeValidator(read_percent)]
ActionWord = Annotated[Action, BeforeValidator(read_action)]
Confidence = Annotated[float | None, BeforeValidator(read_confidence)]


class Intent(BaseModel):
    """What every item must say; the rest is read only where it matters."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    symbol: Text
    action: ActionWord
    rationale: object = ""


class OpeningFields(BaseModel):
    """The rest of an opening. A field that nobody knows may change its meaning, so it is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    confidence: Confidence = None
    notional: Figure = None
    leverage: Leverage = None
    stop_price: Figure = None
    take_profit_price: Figure = None


class PartFields(BaseModel):
    """What a reduction says: how much of the position goes."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    close_fraction: Fraction = None
    close_percent: Percent = None


class ProtectionFields(BaseModel):
    """What a move of the protection says: where to."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    stop_price: Figure = None
    take_profit_price: Figure = None
