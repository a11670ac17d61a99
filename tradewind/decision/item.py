"""One item of an answer: its fields under our names, and the proposal that it makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tradewind.decision.answer_text import Ambiguous, storable
from tradewind.decision.narrative import narrative_of, rationale_of
from tradewind.decision.stated_size import SIZE_FIELDS, notional_of
from tradewind.decision.vocabulary import (
    FIELDS,
    LONG_WORDS,
    NARRATIVE,
    NEEDS_SIDE,
    NESTED,
    REMARKS,
    SHORT_WORDS,
    spelled,
)
from tradewind.decision.wire import Intent, OpeningFields, PartFields, ProtectionFields, read_confidence
from tradewind.domain.decision import Action, Proposal
from tradewind.domain.instrument import Symbol

Prices = Mapping[Symbol, Decimal]
"""Quote currency per coin."""
_TEXTS = frozenset({"rationale", *NARRATIVE})
_DEEPEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What one item says, its figures unread."""

    symbol: str
    action: Action
    fields: Mapping[str, object]
    notes: tuple[str, ...] = ()


def read_item(value: object) -> Item:
    """Return the item in a JSON value; ValueError (pydantic's too) when it is none or contradicts itself."""
    if isinstance(value, Ambiguous):
        raise ValueError(f"names {value.key!r} twice")  # noqa: TRY004 — a fault of the answer, not of a caller
    if not isinstance(value, dict):
        raise ValueError("an item must be a JSON object")  # noqa: TRY004 — as above
    fields, conflicts = _canonical(value)
    word = fields.get("action")
    notes = []
    if isinstance(word, str) and spelled(word) in NEEDS_SIDE:
        word = fields.get("side")
    elif isinstance(word, str) and spelled(word) == "flat":
        notes.append("flat was read as staying out; a close is `close`")
    named = fields.get("symbol")
    if named is None or (isinstance(named, str) and named.strip().upper() in EVERY_SYMBOL):
        fields["symbol"] = ALL
    intent = Intent.model_validate(fields | {"action": word})
    if named is None and intent.action.is_trade:
        raise ValueError("symbol: what the item is about is missing")
    if conflicts and (intent.action.is_opening or not conflicts.isdisjoint(_ALWAYS_BINDING)):
        raise ValueError(f"names {', '.join(sorted(conflicts))} twice, differently")
    _check_side(intent.action, fields.get("side"))
    action = _part_or_whole(intent.action, fields)
    return Item(symbol=intent.symbol, action=action, fields=fields, notes=tuple(notes))


ALL = "ALL"
"""What stands for every instrument without an item of its own; nothing is traded under it."""
EVERY_SYMBOL = frozenset({"", "*", "ANY", "N/A", "NONE", "PORTFOLIO", "全部", "所有", "所有币种", ALL})
_ALWAYS_BINDING = frozenset({"symbol", "action", "close_fraction", "close_percent"})


def proposal_of(item: Item, symbol: Symbol, prices: Prices) -> Proposal:
    """Return what `item` proposes for `symbol`; ValueError (pydantic's too) when a figure cannot be read."""
    if item.action.is_opening:
        return _opening(item, symbol, prices.get(symbol))
    if item.action is Action.REDUCE:
        return _proposal(item, symbol, close_fraction=_fraction(item.fields))
    if item.action is Action.MOVE_STOP:
        moved = ProtectionFields.model_validate(item.fields)
        if moved.stop_price is None and moved.take_profit_price is None:
            raise ValueError("stop_price: where the stop goes to is missing")
        return _proposal(item, symbol, stop_price=moved.stop_price, take_profit_price=moved.take_profit_price)
    return _proposal(item, symbol)


def _canonical(value: Mapping[str, object], depth: int = 0) -> tuple[dict[str, object], set[str]]:
    """Return the item under our field names, and the names that it fills twice with different values."""
    fields: dict[str, object] = {}
    conflicts: set[str] = set()
    for key, inner in value.items():
        plain = spelled(storable(key))
        if plain in NESTED and isinstance(inner, dict) and depth < _DEEPEST:
            parts, inside = _canonical(inner, depth + 1)
            conflicts |= inside
        elif plain in REMARKS:
            continue
        else:
            parts = {FIELDS.get(plain, plain): inner}
        for name, part in parts.items():
            if name not in _TEXTS and fields.get(name, part) != part:
                conflicts.add(name)
            fields.setdefault(name, part)
    return fields, conflicts


def _check_side(action: Action, side: object) -> None:
    """Refuse an opening whose side is another one than its action's; ValueError."""
    if side is None or side == "":
        return
    word = spelled(side) if isinstance(side, str) else ""
    if action.is_opening and word not in (LONG_WORDS if action is Action.BUY else SHORT_WORDS):
        raise ValueError(f"its side {str(side)[:40]!r} contradicts {action}")


def _part_or_whole(action: Action, fields: Mapping[str, object]) -> Action:
    """Return what a close with a fraction is: a reduction, or the close of the whole."""
    if action not in {Action.CLOSE, Action.REDUCE}:
        return action
    if action is Action.CLOSE and fields.get("close_fraction") == 0:
        return action  # what a model leaves in a form that does not apply
    fraction = _stated_fraction(fields)
    if fraction is None:
        return action
    return Action.CLOSE if fraction == 1 else Action.REDUCE


def _stated_fraction(fields: Mapping[str, object]) -> Decimal | None:
    part = PartFields.model_validate(fields)
    stated = {each for each in (part.close_fraction, part.close_percent) if each is not None}
    if len(stated) > 1:
        raise ValueError("close_fraction: the item gives two that differ")
    return stated.pop() if stated else None


def _fraction(fields: Mapping[str, object]) -> Decimal:
    fraction = _stated_fraction(fields)
    if fraction is None:
        raise ValueError("close_fraction: how much of the position goes is missing")
    return fraction


def _opening(item: Item, symbol: Symbol, price: Decimal | None) -> Proposal:
    if str(item.fields.get("order_type", "market")).strip().lower() not in {"", "market"}:
        raise ValueError("order_type: this desk trades at the market")
    notional = notional_of(item.fields, price)
    skipped = {"symbol", "action", "side", "order_type", *SIZE_FIELDS, *_TEXTS}
    skipped |= {name for name, value in item.fields.items() if value is None}
    fields = {name: value for name, value in item.fields.items() if name not in skipped}
    opening = OpeningFields.model_validate(fields | {"notional": notional})
    return _proposal(
        item,
        symbol,
        notional=opening.notional,
        leverage=opening.leverage,
        stop_price=opening.stop_price,
        take_profit_price=opening.take_profit_price,
    )


def _proposal(
    item: Item,
    symbol: Symbol,
    *,
    notional: Decimal | None = None,
    leverage: Decimal | None = None,
    stop_price: Decimal | None = None,
    take_profit_price: Decimal | None = None,
    close_fraction: Decimal | None = None,
) -> Proposal:
    return Proposal(
        symbol=symbol,
        action=item.action,
        confidence=_confidence(item),
        notional=notional,
        leverage=leverage,
        stop_price=stop_price,
        take_profit_price=take_profit_price,
        rationale=rationale_of(item.fields.get("rationale")),
        close_fraction=close_fraction,
        risk=narrative_of(item.fields),
    )


def _confidence(item: Item) -> float | None:
    """Return how sure the model is; an opening does not go on without a readable figure, the rest does."""
    try:
        return read_confidence(item.fields.get("confidence"))
    except ValueError:
        if item.action.is_opening:
            raise
        return None
