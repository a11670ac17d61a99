"""The model is not asked where nothing has changed since its last answer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.clocks import START
from tests.decision.accounts import a_position, an_account
from tests.decision.contexts import a_lesson, an_open_order, an_outcome
from tests.decision.markets import a_ticker, a_window, an_order_book, indicators
from tests.instruments import BTC
from tradewind.cycle.config import SkipLimits
from tradewind.cycle.skip import Seen, SkipGate, reason_to_skip
from tradewind.decision.bundle import Bundle, LeftOut, Market
from tradewind.decision.context import DeskContext
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.candle import Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.sentiment import Mood, Sentiment
from tradewind.domain.signal import MonitoredSymbol, SignalParts, Stance

LIMITS = SkipLimits(is_enabled=True, max_move_bps=5, max_in_a_row=2)
LATER = Instant.of(START + timedelta(minutes=1))
PARTS = SignalParts(trend=None, momentum=None, strength=None, scan=None, regime=None, sentiment=None)


def a_signal(stance: Stance) -> MonitoredSymbol:
    return MonitoredSymbol(
        symbol=BTC,
        stance=stance,
        since=START,
        score=0.4,
        confidence=0.6,
        coverage=1,
        price=60_000,
        known_at=START,
        parts=PARTS,
    )


def a_sentiment(newest: Instant) -> Sentiment:
    return Sentiment(
        source="rss",
        exchange_time=newest,
        timestamp=START,
        symbol=BTC,
        sentiment_score=0.3,
        sentiment_label=Mood.BULLISH,
        dispersion=None,
        news_count=1,
        flagged_count=0,
        oldest_news_at=newest,
        latest_news=(),
        scorer="lexicon",
    )


def seen(
    now: Instant = START,
    price: float = 60_000,
    account: AccountSnapshot | None = None,
    context: DeskContext | None = None,
    **changes: Any,
) -> Seen:
    market = Market(
        symbol=BTC,
        ticker=a_ticker(now, last_price=price),
        order_book=an_order_book(now),
        candles_15m=a_window(now),
        candles_1h=a_window(now, timeframe=Timeframe.H1),
        indicators=indicators(now),
        funding=None,
        open_interest=None,
        rules=None,
        signal=a_signal(Stance.HOLD),
    )
    bundle = Bundle(
        as_of=now,
        inputs=(),
        sha256="",
        markets=(replace(market, **changes),),
        left_out=(),
        tickers=(market.ticker,),
        context=context or DeskContext(),
    )
    return Seen(bundle=bundle, account=account or an_account(), terms=("settings",))


def test_a_quiet_minute_needs_no_answer_and_says_why() -> None:
    why = reason_to_skip(seen(), seen(LATER, price=60_029), LIMITS)

    assert why == (
        f"nothing has changed since {START}: no price moved 5 bps, no candle closed, and positions, orders, "
        "results, signals and news are the same"
    )


def test_a_price_that_moved_as_far_as_the_limit_is_a_change() -> None:
    assert reason_to_skip(seen(), seen(LATER, price=60_030), LIMITS) is None
    assert reason_to_skip(seen(), seen(LATER, price=59_970), LIMITS) is None


def test_a_candle_that_closed_is_a_change() -> None:
    later = Instant.of(START + timedelta(minutes=15))

    assert reason_to_skip(seen(), seen(later), LIMITS) is None


def test_another_position_or_stop_is_a_change() -> None:
    held = an_account(positions=(a_position(),))
    moved = an_account(positions=(a_position(stop_price=None),))

    assert reason_to_skip(seen(), seen(LATER, account=held), LIMITS) is None
    assert reason_to_skip(seen(account=held), seen(LATER, account=moved), LIMITS) is None
    assert reason_to_skip(seen(account=held), seen(LATER, account=held), LIMITS) is not None


def test_another_order_is_a_change() -> None:
    waiting = DeskContext(open_orders=(an_open_order(START),))

    assert reason_to_skip(seen(), seen(LATER, context=waiting), LIMITS) is None


def test_a_position_that_came_and_went_and_a_lesson_are_changes() -> None:
    closed = DeskContext(outcomes=(an_outcome(START),))
    taught = DeskContext(lessons=(a_lesson(START),))

    assert reason_to_skip(seen(), seen(LATER, context=closed), LIMITS) is None
    assert reason_to_skip(seen(), seen(LATER, context=taught), LIMITS) is None


def test_news_is_a_change() -> None:
    before, after = a_sentiment(START), a_sentiment(LATER)

    assert reason_to_skip(seen(sentiment=before), seen(LATER, sentiment=after), LIMITS) is None
    assert reason_to_skip(seen(sentiment=before), seen(LATER, sentiment=before), LIMITS) is not None


def test_another_stance_is_a_change() -> None:
    assert reason_to_skip(seen(), seen(LATER, signal=a_signal(Stance.BUY)), LIMITS) is None
    assert reason_to_skip(seen(), seen(LATER, signal=None), LIMITS) is None


def test_other_terms_are_a_change() -> None:
    assert reason_to_skip(seen(), replace(seen(LATER), terms=("others",)), LIMITS) is None


def test_orders_that_nobody_looked_at_may_have_changed() -> None:
    blind = replace(seen(LATER), bundle=replace(seen(LATER).bundle, context=None))

    assert reason_to_skip(blind, blind, LIMITS) is None


def test_without_a_market_the_cycle_says_itself_that_it_is_blocked() -> None:
    out = LeftOut(symbol=BTC, cause="ticker missing")
    empty = replace(seen().bundle, markets=(), left_out=(out,))
    blocked = replace(seen(), bundle=empty)

    assert reason_to_skip(blocked, blocked, LIMITS) is None


def test_after_so_many_skips_in_a_row_the_model_is_asked() -> None:
    gate = SkipGate()
    gate.decided(seen())

    said = [gate.reason(seen(LATER), LIMITS) is not None for _ in range(3)]
    gate.decided(seen(LATER))

    assert said == [True, True, False]
    assert gate.reason(seen(LATER), LIMITS) is not None


def test_nothing_is_skipped_before_an_answer_after_none_or_while_switched_off() -> None:
    gate = SkipGate()
    before = gate.reason(seen(), LIMITS)
    gate.decided(seen())
    off = gate.reason(seen(), SkipLimits(is_enabled=False))
    gate.decided(None)

    assert (before, off, gate.reason(seen(), LIMITS)) == (None, None, None)
