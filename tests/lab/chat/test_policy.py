"""The rules of `lab-rules`, one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradewind_lab.chat.policy import MOST_POSITIONS, Action, Decision, decide
from tradewind_lab.chat.prompt import (
    AccountSeen,
    LimitsSeen,
    LongTerm,
    Macd,
    MarketSeen,
    PositionSeen,
    Prompt,
    ShortTerm,
)

BTC = "BTC-USDT-SWAP"


def a_market(
    symbol: str = BTC,
    *,
    trend: str | None = "uptrend",
    rsi: float | None = 55.0,
    histogram: float | None = 3.0,
    drift: float = 0.002,
    price: float = 100.0,
    closes: tuple[float, ...] = (100.0,) * 20,
) -> MarketSeen:
    return MarketSeen(
        symbol=symbol,
        last_price=price,
        short_term=ShortTerm(
            rsi_14=rsi, ema_12=price * (1 + drift), ema_26=price, macd=Macd(histogram=histogram)
        ),
        long_term=LongTerm(trend=trend),  # type: ignore[arg-type]
        closes_15m=closes,
    )


def a_prompt(
    *markets: MarketSeen, positions: tuple[PositionSeen, ...] = (), limits: LimitsSeen | None = None
) -> Prompt:
    return Prompt(
        account=AccountSeen(equity=10_000, available=10_000, positions=positions),
        markets=markets,
        limits=limits or LimitsSeen(),
    )


def only(prompt: Prompt) -> Decision:
    (decision,) = decide(prompt).decisions
    return decision


def a_holding(symbol: str = BTC, side: str = "long") -> PositionSeen:
    return PositionSeen(symbol=symbol, side=side)  # type: ignore[arg-type]


def test_an_uptrend_with_a_calm_pulse_is_bought_with_a_stop_below_and_a_target_above() -> None:
    decision = only(a_prompt(a_market()))

    assert decision.action is Action.BUY
    assert (decision.stop_price, decision.take_profit_price) == (98.2, 103.0)
    assert (decision.notional, decision.leverage) == (1_200.0, 2.0)


def test_a_downtrend_with_a_calm_pulse_is_sold_the_other_way_round() -> None:
    decision = only(a_prompt(a_market(trend="downtrend", rsi=45, histogram=-3, drift=-0.002)))

    assert decision.action is Action.SELL
    assert (decision.stop_price, decision.take_profit_price) == (101.8, 97.0)


def test_a_rationale_names_the_figures_it_used() -> None:
    rationale = only(a_prompt(a_market(rsi=55.4))).rationale

    for figure in ("100", "uptrend", "RSI 55.4", "+3", "+0.200 %"):
        assert figure in rationale


def test_a_pullback_that_turns_is_bought_though_momentum_lags() -> None:
    turning = (*[100.0] * 16, 98.0, 98.5, 99.0, 99.5)

    assert "Trend, RSI and momentum agree" in only(a_prompt(a_market(histogram=-1, closes=turning))).rationale


@pytest.mark.parametrize("market", [a_market(rsi=72), a_market(histogram=-1), a_market(trend="sideways")])
def test_when_nothing_meets_every_rule_a_small_starter_says_so(market: MarketSeen) -> None:
    answer = decide(a_prompt(market))

    assert answer.decisions[0].action is Action.BUY
    assert answer.decisions[0].notional == 500.0
    assert "Starter" in answer.decisions[0].rationale
    assert "starter" in answer.reasoning


def test_no_starter_joins_a_move_that_is_spent() -> None:
    assert only(a_prompt(a_market(rsi=80))).action is Action.NO_ENTRY


def test_no_starter_is_added_to_an_open_position() -> None:
    answer = decide(
        a_prompt(a_market(), a_market("ETH-USDT-SWAP", trend="sideways"), positions=(a_holding(),))
    )

    assert [one.action for one in answer.decisions] == [Action.HOLD, Action.NO_ENTRY]


def test_unknown_indicators_are_no_reason_to_trade() -> None:
    bare = MarketSeen(symbol=BTC, last_price=100.0)

    decision = only(a_prompt(bare))

    assert decision.action is Action.NO_ENTRY
    assert "unknown" in decision.rationale


@pytest.mark.parametrize(("side", "trend"), [("long", "downtrend"), ("short", "uptrend")])
def test_a_position_is_closed_when_the_trend_turns(side: str, trend: str) -> None:
    assert only(a_prompt(a_market(trend=trend), positions=(a_holding(side=side),))).action is Action.CLOSE


@pytest.mark.parametrize(("side", "rsi"), [("long", 20.0), ("short", 80.0)])
def test_a_position_is_closed_when_rsi_is_extreme_against_it(side: str, rsi: float) -> None:
    market = a_market(trend="sideways", rsi=rsi)

    assert only(a_prompt(market, positions=(a_holding(side=side),))).action is Action.CLOSE


def test_no_more_than_three_positions_are_opened_the_strongest_first() -> None:
    markets = [
        a_market(f"{coin}-USDT-SWAP", drift=0.001 * place) for place, coin in enumerate("ABCDE", start=1)
    ]

    answer = decide(a_prompt(*markets, positions=(a_holding("A-USDT-SWAP"),)))

    bought = [one.symbol for one in answer.decisions if one.action is Action.BUY]
    assert bought == ["D-USDT-SWAP", "E-USDT-SWAP"]


def test_an_entry_below_the_desk_s_confidence_is_not_proposed() -> None:
    limits = LimitsSeen(min_confidence=0.9)

    assert only(a_prompt(a_market(), limits=limits)).action is Action.NO_ENTRY


def test_the_desk_s_limits_bound_size_and_leverage() -> None:
    decision = only(a_prompt(a_market(), limits=LimitsSeen(max_notional_share=0.02, max_leverage=1)))

    assert (decision.notional, decision.leverage) == (200.0, 1.0)


markets = st.builds(
    a_market,
    symbol=st.sampled_from([f"{coin}-USDT-SWAP" for coin in "ABCDEF"]),
    trend=st.sampled_from(["uptrend", "downtrend", "sideways", None]),
    rsi=st.none() | st.floats(0, 100),
    histogram=st.none() | st.floats(-100, 100),
    drift=st.floats(-0.05, 0.05),
    price=st.floats(0.001, 1e6),
)
holdings = st.builds(
    a_holding,
    symbol=st.sampled_from([f"{coin}-USDT-SWAP" for coin in "ABCDEF"]),
    side=st.sampled_from(["long", "short"]),
)


@given(
    seen=st.lists(markets, max_size=6, unique_by=lambda one: one.symbol),
    held=st.lists(holdings, max_size=4, unique_by=lambda one: one.symbol),
)
def test_every_market_gets_one_answer_within_the_rules(
    seen: list[MarketSeen], held: list[PositionSeen]
) -> None:
    prompt = a_prompt(*seen, positions=tuple(held))

    answer = decide(prompt)

    assert [one.symbol for one in answer.decisions] == [one.symbol for one in seen]
    assert answer == decide(prompt)
    prices = {one.symbol: one.last_price for one in seen}
    opened = [one for one in answer.decisions if one.action in {Action.BUY, Action.SELL}]
    assert len(opened) <= max(0, MOST_POSITIONS - len(held)) + sum(
        one.action is Action.CLOSE for one in answer.decisions
    )
    for one in opened:
        assert one.stop_price is not None
        assert (one.stop_price < prices[one.symbol]) == (one.action is Action.BUY)
        assert one.symbol not in {position.symbol for position in held}
