"""Every proposal of one decision meets risk: closes first, and each approval leaves less for the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tradewind.cycle.limit_review import review_at_limit
from tradewind.cycle.live import LiveMarket
from tradewind.decision.bundle import Bundle
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.decision import Action, GateVerdict, GroundingFlag, Proposal
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderPurpose, OrderRecord, OrderState
from tradewind.domain.ticker import Ticker
from tradewind.risk.gates import review
from tradewind.risk.limits import RiskLimits
from tradewind.risk.situation import Situation
from tradewind.risk.verdict import Approved, Refused

ZERO = Decimal(0)
_TURNS = {Action.CLOSE: 0, Action.REDUCE: 1, Action.MOVE_STOP: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """How account, market and desk stood at a review; kept with the decision, so that it can be reviewed again."""

    account: AccountSnapshot
    markets: Mapping[Symbol, LiveMarket]
    tradable: tuple[Symbol, ...]
    """What may be opened; something else may still be held, and closed."""
    unfinished: tuple[OrderRecord, ...]
    orders_last_minute: int
    blocks: Mapping[Symbol, str]
    """Where the order side opens nothing, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewInputs(Circumstances):
    """Everything that the reviews of one decision look at."""

    bundle: Bundle
    limits: RiskLimits
    flags: Mapping[Symbol, tuple[GroundingFlag, ...]] = field(default_factory=dict)
    """Figures in the reasons that nobody showed the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnItsWay:
    notional: Decimal
    leverage: Decimal


def in_review_order(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return closes first, then what makes positions smaller or safer, the rest as the model put it."""
    return sorted(proposals, key=lambda proposal: _TURNS.get(proposal.action, len(_TURNS)))


def review_all(proposals: Sequence[Proposal], inputs: ReviewInputs) -> list[Approved | Refused]:
    """Judge the trades among `proposals`, one verdict each, in review order."""
    verdicts: list[Approved | Refused] = []
    for proposal in in_review_order(proposals):
        if proposal.action.is_trade:
            approved = [verdict for verdict in verdicts if isinstance(verdict, Approved)]
            verdicts.append(review_one(proposal, inputs, approved))
    return verdicts


def review_one(
    proposal: Proposal,
    inputs: ReviewInputs,
    approved: Sequence[Approved] = (),
    limit_price: Decimal | None = None,
) -> Approved | Refused:
    """Judge one trade beside what is `approved` already; `limit_price` None: it trades at the market."""
    seen = inputs.bundle.ticker(proposal.symbol)
    cause = inputs.bundle.cause(proposal.symbol)
    if seen is None or (cause and proposal.action.is_opening):
        reason = f"its inputs cannot be used: {cause or 'not among the inputs'}"
        verdict = GateVerdict(gate="inputs", passed=False, reason=reason)
        return Refused(proposal=proposal, reason=reason, verdicts=(verdict,))
    if proposal.action is Action.REDUCE and (closing := _closing_already(proposal.symbol, inputs)):
        verdict = GateVerdict(gate="reduce", passed=False, reason=closing)
        return Refused(proposal=proposal, reason=closing, verdicts=(verdict,))
    situation = _situation(proposal.symbol, seen, inputs, approved)
    if limit_price is None or not proposal.action.is_opening:
        return review(proposal, situation, inputs.limits)
    return review_at_limit(limit_price, proposal, situation, inputs.limits)


def _situation(symbol: Symbol, seen: Ticker, inputs: ReviewInputs, approved: Sequence[Approved]) -> Situation:
    market = inputs.markets.get(symbol, LiveMarket(ticker=None, rules=None))
    openings = [*_sent(inputs.unfinished), *_intended(approved)]
    notional = sum((opening.notional for opening in openings), ZERO)
    margin = sum((opening.notional / opening.leverage for opening in openings), ZERO)
    ticker = market.ticker
    return Situation(
        account=_with_margin(inputs.account, margin),
        instrument=market.rules.instrument if market.rules else None,
        bid=_price(ticker.bid) if ticker else None,
        ask=_price(ticker.ask) if ticker else None,
        last_price=_price(ticker.last_price) if ticker else None,
        snapshot_price=_seen_price(seen),
        orders_last_minute=inputs.orders_last_minute + len(approved),
        opening_block=_opening_block(symbol, market, inputs),
        pending_notional=notional,
        unshown=tuple(flag.figure for flag in inputs.flags.get(symbol, ())),
    )


def _opening_block(symbol: Symbol, market: LiveMarket, inputs: ReviewInputs) -> str | None:
    if symbol not in inputs.tradable:
        return f"{symbol} is not among the instruments that this desk opens"
    if market.rules is not None and not market.rules.is_live:
        return f"the venue has suspended {symbol}"
    return inputs.blocks.get(symbol) or _block_by_orders(symbol, inputs)


def _closing_already(symbol: Symbol, inputs: ReviewInputs) -> str | None:
    """Return which order is closing already: a share of what is held would be taken of what has gone."""
    for record in inputs.unfinished:
        if record.order.symbol == symbol and record.order.purpose is OrderPurpose.CLOSE:
            return f"order {record.order.client_order_id} closes {symbol} already and is {record.state}"
    return None


def _block_by_orders(symbol: Symbol, inputs: ReviewInputs) -> str | None:
    for record in inputs.unfinished:
        if record.order.purpose is OrderPurpose.OPEN and _price_of(record) is None:
            return f"the value of order {record.order.client_order_id}, still on its way, is unknown"
        if record.order.symbol != symbol:
            continue
        if record.state is OrderState.UNKNOWN:
            return f"the outcome of order {record.order.client_order_id} on {symbol} is unknown"
        if record.order.purpose is OrderPurpose.OPEN:
            return f"opening order {record.order.client_order_id} on {symbol} is still {record.state}"
    return None


def _sent(unfinished: Sequence[OrderRecord]) -> list[_OnItsWay]:
    """Return what earlier openings may still add to the account."""
    return [
        _OnItsWay(notional=(record.order.quantity - record.filled) * price, leverage=record.order.leverage)
        for record in unfinished
        if record.order.purpose is OrderPurpose.OPEN and (price := _price_of(record)) is not None
    ]


def pending_notional(unfinished: Sequence[OrderRecord]) -> Decimal | None:
    """Return what the openings among `unfinished` may still add, in quote currency; None: one has no known price."""
    openings = [record for record in unfinished if record.order.purpose is OrderPurpose.OPEN]
    sent = _sent(openings)
    return sum((opening.notional for opening in sent), ZERO) if len(sent) == len(openings) else None


def _price_of(record: OrderRecord) -> Decimal | None:
    return record.order.limit_price or record.order.snapshot_price


def _intended(approved: Sequence[Approved]) -> list[_OnItsWay]:
    """Return what the openings approved so far in this decision will add."""
    return [
        _OnItsWay(notional=order.quantity * order.snapshot_price, leverage=order.leverage)
        for order in approved
        if not order.is_reduce_only
    ]


def _with_margin(account: AccountSnapshot, margin: Decimal) -> AccountSnapshot:
    return replace(
        account,
        margin_used=account.margin_used + margin,
        available=None if account.available is None else account.available - margin,
    )


def _seen_price(ticker: Ticker) -> Decimal:
    """Return the middle of the quotes, the last trade where one is missing."""
    if ticker.bid is None or ticker.ask is None:
        return Decimal(str(ticker.last_price))
    return (Decimal(str(ticker.bid)) + Decimal(str(ticker.ask))) / 2


def _price(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))
