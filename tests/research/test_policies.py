"""What a model has to beat does what it says, on the bundle and nothing else."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.research.tapes import BTC, ETH, a_run, a_tape, run_to
from tradewind.decision.bundle import Bundle, Market
from tradewind.decision.config import InputLimits
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.decision import Action, Outcome
from tradewind.domain.indicators import Macd, Trend
from tradewind.research.backtest import PORTFOLIO, Backtest
from tradewind.research.policies import Chance, Rule, policy_named
from tradewind.risk.limits import RiskLimits

LIMITS = RiskLimits()


async def a_moment(folder: Path, **standing: Any) -> tuple[Bundle, AccountSnapshot]:
    """A flat account, and a market of BTC as it is told."""
    run: Backtest = await run_to(a_run(a_tape(folder, 100)), 50)
    bundle = run.sight.bundle((BTC,), InputLimits())
    account = await run.books.snapshot(PORTFOLIO.portfolio_id)
    return replace(bundle, markets=(told(bundle.markets[0], **standing),)), account


def told(
    market: Market, *, trend: Trend | None = None, rsi: float | None = None, histogram: float | None = None
) -> Market:
    indicators = market.indicators
    return replace(
        market,
        indicators=replace(
            indicators,
            long_term=replace(indicators.long_term, trend=trend),
            short_term=replace(
                indicators.short_term, rsi_14=rsi, macd=Macd(macd=None, signal=None, histogram=histogram)
            ),
        ),
    )


@pytest.mark.parametrize(
    ("trend", "rsi", "histogram", "action"),
    [
        (Trend.UP, 40.0, 1.0, Action.BUY),
        (Trend.UP, 40.0, -1.0, None),
        (Trend.UP, 60.0, 1.0, None),
        (Trend.DOWN, 60.0, -1.0, Action.SELL),
        (Trend.DOWN, 60.0, 1.0, None),
        (Trend.SIDEWAYS, 40.0, 1.0, None),
        (None, 40.0, 1.0, None),
        (Trend.UP, None, 1.0, None),
        (Trend.UP, 40.0, None, None),
    ],
)
async def test_the_rule_enters_with_the_trend_when_a_pullback_turns(
    tmp_path: Path, trend: Trend | None, rsi: float | None, histogram: float | None, action: Action | None
) -> None:
    bundle, account = await a_moment(tmp_path, trend=trend, rsi=rsi, histogram=histogram)

    decision = await Rule().decide(bundle, account, LIMITS)

    assert [proposal.action for proposal in decision.proposals] == ([] if action is None else [action])
    for proposal in decision.proposals:
        assert proposal.stop_price is not None
        assert (proposal.stop_price < Decimal(str(bundle.markets[0].ticker.last_price))) is (
            action is Action.BUY
        )


async def test_the_rule_leaves_when_the_trend_turns_or_the_move_is_spent(tmp_path: Path) -> None:
    run = await run_to(a_run(a_tape(tmp_path, 400), "buy-and-hold"), 20)
    account = await run.books.snapshot(PORTFOLIO.portfolio_id)
    bundle = run.sight.bundle((BTC, ETH), InputLimits())
    held = [position.symbol for position in account.positions]
    assert held == [BTC, ETH]

    for standing, closed in (
        ({"trend": Trend.DOWN, "rsi": 50.0}, [BTC]),
        ({"trend": Trend.UP, "rsi": 76.0}, [BTC]),
        ({"trend": Trend.UP, "rsi": 60.0}, []),
        ({"trend": None, "rsi": None}, []),
    ):
        first = told(bundle.markets[0], **standing)
        shown = replace(bundle, markets=(first, told(bundle.markets[1], trend=Trend.UP, rsi=50.0)))
        decision = await Rule().decide(shown, account, LIMITS)
        assert [proposal.symbol for proposal in decision.proposals] == closed


async def test_buy_and_hold_buys_everything_once(tmp_path: Path) -> None:
    run = await run_to(a_run(a_tape(tmp_path, 400), "buy-and-hold"))

    assert run.tally.state().actions == {"buy": 2}
    assert set(run.books.trips) == {BTC, ETH}


async def test_chance_follows_from_its_seed_and_the_time_alone(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 900)
    one, again, other = [await run_to(a_run(tape, Chance(seed))) for seed in (7, 7, 8)]

    assert one.books.curve == again.books.curve
    assert one.books.curve != other.books.curve


async def test_a_policy_is_blocked_where_a_model_would_be(tmp_path: Path) -> None:
    bundle, account = await a_moment(tmp_path)
    empty = replace(bundle, markets=(), tickers=())

    for name in ("rule", "random", "buy-and-hold"):
        decision = await policy_named(name, 7).decide(empty, account, LIMITS)
        assert decision.outcome is Outcome.BLOCKED
        assert decision.why == "No instrument has usable inputs."


def test_a_policy_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="no policy 'luck'; there are rule, buy-and-hold, random"):
        policy_named("luck", 7)
