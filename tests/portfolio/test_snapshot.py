from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from tests.clocks import START
from tests.ledger.records import BTC, ETH, OPENING_CASH, PORTFOLIO
from tests.ledger.streams import SYMBOLS, fill_streams
from tests.values import a_ticker
from tradewind.domain.account import Balances, EquityPoint, HeldPosition
from tradewind.domain.fill import Fill
from tradewind.domain.ids import DecisionId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.position import Position, PositionSide, apply_fill, flat
from tradewind.ledger import Standing
from tradewind.portfolio.snapshot import mark_price, value_account

ZERO = Decimal(0)
BALANCES = Balances(
    opening_cash=OPENING_CASH, cash=OPENING_CASH, realized_pnl=ZERO, fees_paid=ZERO, funding_paid=ZERO
)


def a_position(quantity: str, cost: str, symbol: Symbol = BTC, leverage: str = "5") -> HeldPosition:
    return HeldPosition(
        position=Position(symbol=symbol, quantity=BaseQty(Decimal(quantity)), cost=Decimal(cost)),
        leverage=Decimal(leverage),
        stop_price=Decimal(90),
        take_profit_price=None,
        realized_pnl=ZERO,
        fees=Decimal("0.1"),
        opened_at=START,
        decision_id=DecisionId("d1"),
    )


def a_standing(*held: HeldPosition, cash: str = "10000", highest: str | None = None) -> Standing:
    return Standing(
        portfolio=PORTFOLIO,
        balances=replace(BALANCES, cash=Decimal(cash)),
        held=held,
        highest_equity=None if highest is None else Decimal(highest),
        start_point=None,
    )


def test_an_account_without_positions_is_worth_its_cash_without_any_price() -> None:
    account = value_account(a_standing(cash="9990"), {}, START)

    assert (account.equity, account.available, account.margin_used) == (Decimal(9990), Decimal(9990), ZERO)
    assert (account.unrealized_pnl, account.daily_pnl) == (ZERO, Decimal(-10))


def test_a_long_and_a_short_are_valued_at_their_mark_prices() -> None:
    standing = a_standing(a_position("2", "200"), a_position("-10", "-500", ETH, "4"))

    account = value_account(standing, {BTC: Decimal(110), ETH: Decimal(48)}, START)

    long, short = account.positions
    assert (long.side, long.quantity, long.entry_price, long.notional) == (
        PositionSide.LONG,
        BaseQty(Decimal(2)),
        Decimal(100),
        Decimal(220),
    )
    assert (short.side, short.unrealized_pnl, short.margin) == (
        PositionSide.SHORT,
        Decimal(20),
        Decimal(125),
    )
    assert account.unrealized_pnl == Decimal(40)
    assert account.equity == Decimal(10_040)
    assert account.margin_used == Decimal(165)
    assert account.available == Decimal(9_875)


def test_one_missing_price_leaves_everything_that_needs_it_unknown() -> None:
    standing = a_standing(a_position("2", "200"), a_position("1", "50", ETH))

    account = value_account(standing, {BTC: Decimal(110)}, START)

    known, unknown = account.positions
    assert known.unrealized_pnl == Decimal(20)
    assert (unknown.mark_price, unknown.notional, unknown.unrealized_pnl) == (None, None, None)
    assert account.equity is None
    assert account.unrealized_pnl is None
    assert account.available is None
    assert account.daily_pnl is None
    assert account.drawdown_share is None
    assert account.margin_used == Decimal(50)


def test_the_day_starts_where_the_one_before_ended() -> None:
    midnight = EquityPoint(time=START, equity=Decimal(9_500))

    account = value_account(replace(a_standing(), start_point=midnight), {}, START)

    assert account.daily_pnl == Decimal(500)


@pytest.mark.parametrize(
    ("cash", "highest", "share"),
    [
        ("9000", "12000", "0.25"),
        ("9000", None, "0.1"),
        ("13000", "12000", "0"),
        ("-100", "12000", "1"),
    ],
)
def test_drawdown_is_measured_from_the_highest_equity_this_moment_included(
    cash: str, highest: str | None, share: str
) -> None:
    account = value_account(a_standing(cash=cash, highest=highest), {}, START)

    assert account.drawdown_share == Decimal(share)


def test_an_account_that_never_had_money_has_no_drawdown() -> None:
    standing = replace(a_standing(), balances=replace(BALANCES, opening_cash=ZERO, cash=ZERO))

    assert value_account(standing, {}, START).drawdown_share is None


def test_the_mark_price_is_the_exact_middle_of_the_quotes() -> None:
    assert mark_price(a_ticker(bid=0.1, ask=0.3)) == Decimal("0.2")


@pytest.mark.parametrize("missing", ["bid", "ask"])
def test_without_both_quotes_the_last_price_is_the_mark(missing: str) -> None:
    assert mark_price(a_ticker(**{missing: None}, last_price=60_000.1)) == Decimal("60000.1")


@given(fill_streams())
def test_equity_is_deposits_and_every_result_at_any_moment(fills: list[Fill]) -> None:
    marks = {symbol: Decimal("123.4") for symbol in SYMBOLS}
    positions = {symbol: flat(symbol) for symbol in SYMBOLS}
    realized = traded = ZERO
    for fill in fills:
        effect = apply_fill(positions[fill.symbol], fill)
        positions[fill.symbol] = effect.position
        realized += effect.realized_pnl
        traded += fill.side.sign * fill.quantity * (marks[fill.symbol] - fill.price)
    held = [
        a_position(str(position.quantity), str(position.cost), symbol)
        for symbol, position in positions.items()
        if position.side
    ]

    account = value_account(a_standing(*held, cash=str(OPENING_CASH + realized)), marks, START)

    assert account.equity == OPENING_CASH + traded
