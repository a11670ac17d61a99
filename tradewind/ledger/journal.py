"""Double entry, pure: what happened becomes postings that sum to zero in every unit.

Amounts are debits: an asset or a cost is positive, capital and income are negative.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from enum import StrEnum

from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill
from tradewind.domain.ids import PortfolioId
from tradewind.domain.position import FillEffect, Position
from tradewind.ledger.errors import Unbalanced

EXACT_DIGITS = 60
"""Digits of ledger arithmetic: the product of any venue's size and price, and sums of many, are exact."""


class Account(StrEnum):
    """Where a posting goes."""

    CASH = "cash"
    CAPITAL = "capital"
    REALIZED_PNL = "realized_pnl"
    FEES = "fees"
    FUNDING = "funding"
    RECONCILIATION = "reconciliation"
    """Cash that the venue counts differently, cause unknown; never part of a result."""
    POSITION = "position"
    """Quantity held; its unit is the symbol."""
    POSITION_CLEARING = "position_clearing"
    """What the venue delivered or took; mirrors POSITION."""
    POSITION_COST = "position_cost"
    """Entry cost of what is held."""
    COST_CLEARING = "cost_clearing"
    """Traded notional and the result taken out of it; mirrors POSITION_COST."""


class EntryKind(StrEnum):
    """What happened."""

    OPENING = "opening"
    FILL = "fill"
    FUNDING = "funding"
    LIQUIDATION_FEE = "liquidation_fee"
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    RECONCILIATION = "reconciliation"


_ENTRY_OF = {kind: EntryKind(kind.value) for kind in CashFlowKind}
_OTHER_SIDE = {
    CashFlowKind.FUNDING: Account.FUNDING,
    CashFlowKind.LIQUIDATION_FEE: Account.FEES,
    CashFlowKind.DEPOSIT: Account.CAPITAL,
    CashFlowKind.WITHDRAWAL: Account.CAPITAL,
    CashFlowKind.RECONCILIATION: Account.RECONCILIATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One line of an entry."""

    account: Account
    unit: str  # a currency or a symbol
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """One event in the books; its id follows from the event, so that a repeat is recognized."""

    entry_id: str
    portfolio_id: PortfolioId
    kind: EntryKind
    occurred_at: Instant
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        open_units = {unit: total for unit, total in totals(self.postings).items() if total}
        if open_units:
            raise Unbalanced(f"entry {self.entry_id} does not sum to zero: {open_units}")


def totals(postings: Iterable[Posting]) -> dict[str, Decimal]:
    """Return the exact sum of `postings` per unit."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        for posting in postings:
            sums[posting.unit] += posting.amount
    return dict(sums)


def opening_entry(portfolio_id: PortfolioId, currency: str, cash: Decimal, at: Instant) -> JournalEntry:
    """Return the entry that brings `cash` into a portfolio."""
    return JournalEntry(
        entry_id=f"opening:{portfolio_id}",
        portfolio_id=portfolio_id,
        kind=EntryKind.OPENING,
        occurred_at=at,
        postings=_transfer(currency, cash, into=Account.CASH, out_of=Account.CAPITAL),
    )


def cash_flow_entry(portfolio_id: PortfolioId, flow: CashFlow) -> JournalEntry:
    """Return the entry of one movement of money at a venue."""
    return JournalEntry(
        entry_id=f"{flow.kind}:{portfolio_id}:{flow.venue}:{flow.flow_id}",
        portfolio_id=portfolio_id,
        kind=_ENTRY_OF[flow.kind],
        occurred_at=flow.exchange_time,
        postings=_transfer(flow.currency, flow.amount, into=Account.CASH, out_of=_OTHER_SIDE[flow.kind]),
    )


def fill_entry(
    portfolio_id: PortfolioId, currency: str, fill: Fill, before: Position, effect: FillEffect
) -> JournalEntry:
    """Return the entry of one fill, `effect` being what it did to the position `before`.

    The clearing side is computed from the fill and the result, not from the cost, so an entry that balances
    also proves the arithmetic of the position.
    """
    with localcontext() as context:
        context.prec = EXACT_DIGITS
        signed = fill.quantity * fill.side.sign
        held_cost = effect.position.cost - before.cost
        cleared_cost = signed * fill.price + effect.realized_pnl
    postings = (
        *_transfer(fill.symbol, signed, into=Account.POSITION, out_of=Account.POSITION_CLEARING),
        Posting(account=Account.POSITION_COST, unit=currency, amount=held_cost),
        Posting(account=Account.COST_CLEARING, unit=currency, amount=cleared_cost.copy_negate()),
        *_transfer(currency, effect.realized_pnl, into=Account.CASH, out_of=Account.REALIZED_PNL),
        *_transfer(fill.fee_currency, fill.fee, into=Account.FEES, out_of=Account.CASH),
    )
    return JournalEntry(
        entry_id=f"fill:{fill.venue}:{fill.symbol}:{fill.trade_id}",
        portfolio_id=portfolio_id,
        kind=EntryKind.FILL,
        occurred_at=fill.exchange_time,
        postings=postings,
    )


def _transfer(unit: str, amount: Decimal, *, into: Account, out_of: Account) -> tuple[Posting, ...]:
    if not amount:
        return ()
    return (
        Posting(account=into, unit=unit, amount=amount),
        Posting(account=out_of, unit=unit, amount=amount.copy_negate()),
    )
