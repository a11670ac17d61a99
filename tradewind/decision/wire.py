"""The schema of one item of a model's answer, and how its figures may be written."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict

from tradewind.decision.answer_text import storable
from tradewind.domain.decision import Action

ALIASES = {
    "decision": "action",
    "signal": "action",
    "position_size_usd": "notional",
    "notional_usd": "notional",
    "stop_loss": "stop_price",
    "stop": "stop_price",
    "take_profit": "take_profit_price",
    "profit_target": "take_profit_price",
    "reasoning": "rationale",
    "reason": "rationale",
    "justification": "rationale",
}
"""Other names that models use for our fields."""

REMARKS = frozenset({"risk_usd", "risk_reward", "risk_reward_ratio", "invalidation_condition"})
"""Fields that models add and that change nothing about the order."""

ACTIONS = {
    **{
        action.value: action
        for action in (Action.BUY, Action.SELL, Action.HOLD, Action.CLOSE, Action.NO_ENTRY)
    },
    **dict.fromkeys(("long", "open_long", "enter_long", "add_long"), Action.BUY),
    **dict.fromkeys(("short", "open_short", "enter_short", "add_short"), Action.SELL),
    **dict.fromkeys(("close_long", "close_short", "close_position", "exit"), Action.CLOSE),
    **dict.fromkeys(("keep",), Action.HOLD),
    **dict.fromkeys(("wait", "none", "no_trade", "no_action", "skip", "stay_out"), Action.NO_ENTRY),
}

_SPELLED = re.compile(
    r"\$?(?P<number>[+-]?(?:[0-9]{1,30}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,8}|[1-9][0-9]{0,2}(?: [0-9]{3}){1,8})"
    r"(?:\.[0-9]{1,30})?(?:[eE][+-]?[0-9]{1,3})?) ?(?P<unit>%|x|USDT|USD)?",
    re.IGNORECASE,
)
_NOT_STATED = frozenset({"", "null", "none", "n/a"})
_LARGEST_EXPONENT = 30
"""Beyond 1e30 and below 1e-30 nothing is a price, a size or a share."""


def read_action(value: object) -> Action:
    """Return the action that a model's word stands for; ValueError."""
    if not isinstance(value, str):
        raise ValueError("action must be text")  # noqa: TRY004 — pydantic reports only ValueError
    word = re.sub(r"[\s-]+", "_", value.strip().lower())
    if word not in ACTIONS:
        raise ValueError(f"action {value[:40]!r} is none of {', '.join(Action)}")
    return ACTIONS[word]


def read_figure(value: object) -> Decimal | None:
    """Return a number that may be written with thousands separators or its unit; ValueError."""
    number, unit = _spelled(value)
    if unit == "%":
        raise ValueError(f"a percentage is no amount: {value}")
    return number


def read_confidence(value: object) -> float | None:
    """Return a share of 0 to 1 from a share or a percentage; ValueError outside both."""
    number, unit = _spelled(value)
    if number is None:
        return None
    share = number / 100 if unit == "%" or number > 1 else number
    if not 0 <= share <= 1:
        raise ValueError(f"confidence must be 0 to 1, was {value}")
    return float(share)


def _spelled(value: object) -> tuple[Decimal | None, str | None]:
    if isinstance(value, Decimal):
        return _of_this_world(value), None
    if value is None or (isinstance(value, str) and value.strip().lower() in _NOT_STATED):
        return None, None
    match = _SPELLED.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f"not a number: {str(value)[:40]!r}")
    return _of_this_world(Decimal(re.sub("[, ]", "", match["number"]))), match["unit"]


def _of_this_world(number: Decimal) -> Decimal:
    if number and abs(number.adjusted()) > _LARGEST_EXPONENT:
        raise ValueError(f"not a number that an order can have: {number:.3e}")
    return number


def _text(value: object) -> object:
    return storable(value) if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_text)]
Figure = Annotated[Decimal | None, BeforeValidator(read_figure)]
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

    symbol: Text
    action: ActionWord
    rationale: object = ""
    confidence: Confidence = None
    notional: Figure = None
    leverage: Figure = None
    stop_price: Figure = None
    take_profit_price: Figure = None
    close_fraction: None = None
    risk: None = None
