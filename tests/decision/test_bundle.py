"""What a decision may look at, how old it may be, and what names it."""

import hashlib
from datetime import timedelta
from typing import TypeVar

from tests.clocks import FakeClock
from tests.decision.markets import (
    a_funding,
    a_ticker,
    a_window,
    ago,
    an_order_book,
    candles,
    indicators,
)
from tests.instruments import BTC, ETH
from tradewind.bus import keys
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.keys import KeyAt
from tradewind.decision.bundle import Bundle, gather
from tradewind.decision.config import InputLimits
from tradewind.decision.freshness_gate import block_reason
from tradewind.domain.candle import Timeframe
from tradewind.domain.freshness import AgeLimits, Freshness
from tradewind.domain.stamp import Stamped

V = TypeVar("V", bound=Stamped)


async def put(cache: Cache, key: KeyAt[V], value: V) -> None:
    batch = Batch(keys.Source.MARKET_DATA)
    batch.put(key, value)
    await cache.write(batch)


async def look(cache: Cache, clock: FakeClock, limits: InputLimits | None = None) -> Bundle:
    return await gather(cache, (BTC, ETH), clock, limits or InputLimits())


async def test_every_input_is_kept_as_it_was_read(market: Cache, clock: FakeClock) -> None:
    bundle = await look(market, clock)

    ticker = bundle.inputs[0]
    assert len(bundle.inputs) == 8 * 2 + 2 + 1  # market, news, signals
    assert ticker.key == keys.TICKER.at(BTC).name
    assert ticker.content is not None
    assert ticker.sha256 == hashlib.sha256(ticker.content).hexdigest()
    assert ticker.age_ms == 1000
    assert ticker.freshness is Freshness.FRESH
    assert [market.symbol for market in bundle.markets] == [BTC, ETH]


async def test_equal_inputs_have_one_hash_and_any_other_byte_another(market: Cache, clock: FakeClock) -> None:
    first, again = await look(market, clock), await look(market, clock)
    await put(market, keys.TICKER.at(ETH), a_ticker(clock.now(), ETH, last_price=1.0))
    changed = await look(market, clock)

    assert first.sha256 == again.sha256
    assert changed.sha256 != first.sha256


async def test_an_old_order_book_leaves_its_symbol_out_and_says_why(market: Cache, clock: FakeClock) -> None:
    old = an_order_book(clock.now(), BTC, exchange_time=ago(clock.now(), 75))
    await put(market, keys.ORDER_BOOK.at(BTC), old)

    bundle = await look(market, clock)

    assert [market.symbol for market in bundle.markets] == [ETH]
    assert bundle.cause(BTC) == f"{BTC}: order book 75.0 s old, limit 60 s"
    assert block_reason(bundle, [BTC]) is None


async def test_f31_a_feed_that_repeats_an_old_exchange_stamp_is_stale(
    market: Cache, clock: FakeClock
) -> None:
    frozen = a_ticker(clock.now(), exchange_time=ago(clock.now(), 90), timestamp=clock.now())
    await put(market, keys.TICKER.at(BTC), frozen)

    bundle = await look(market, clock)

    assert bundle.inputs[0].freshness is Freshness.BLOCKED
    assert bundle.inputs[0].age_ms == 90_000


async def test_a_stamp_from_the_future_is_never_fresh(market: Cache, clock: FakeClock) -> None:
    ahead = ago(clock.now(), -10)
    await put(market, keys.TICKER.at(BTC), a_ticker(clock.now(), exchange_time=ahead))
    await put(market, keys.TICKER.at(ETH), a_ticker(clock.now(), ETH, timestamp=ahead))

    bundle = await look(market, clock)

    assert bundle.cause(BTC) == f"{BTC}: ticker dated 10.0 s in the future"
    assert bundle.cause(ETH) == f"{ETH}: ticker dated 10.0 s in the future"


async def test_a_window_whose_last_candle_ended_long_ago_is_stale_however_late_it_was_written(
    market: Cache, clock: FakeClock
) -> None:
    an_hour_ago = ago(clock.now(), 3600)
    frozen = a_window(clock.now(), candles=candles(an_hour_ago, Timeframe.M15, 50), timestamp=clock.now())
    await put(market, keys.CANDLES_15M.at(BTC), frozen)

    bundle = await look(market, clock)

    assert bundle.cause(BTC) == f"{BTC}: 15m candles 2700.0 s old, limit 60 s"


async def test_a_window_without_candles_is_unreadable(market: Cache, clock: FakeClock) -> None:
    await put(market, keys.CANDLES_1H.at(BTC), a_window(clock.now(), timeframe=Timeframe.H1, candles=()))

    assert "1h candles unreadable" in str((await look(market, clock)).cause(BTC))


async def test_funding_may_be_old_and_is_unknown_when_too_old(market: Cache, clock: FakeClock) -> None:
    fresh = await look(market, clock)
    await put(market, keys.FUNDING.at(BTC), a_funding(clock.now(), timestamp=ago(clock.now(), 301)))
    too_old = await look(market, clock)

    assert fresh.markets[0].funding is not None
    assert too_old.markets[0].symbol == BTC
    assert too_old.markets[0].funding is None


async def test_a_value_that_cannot_be_decoded_counts_as_missing(market: Cache, clock: FakeClock) -> None:
    batch = Batch(keys.Source.MARKET_DATA)
    batch.puts.append((keys.INDICATORS.at(BTC).name, b"{", timedelta(seconds=60)))
    batch.note("cache_write", keys.INDICATORS.at(BTC).name, "half a value")
    await market.write(batch)

    bundle = await look(market, clock)

    assert "indicators unreadable" in str(bundle.cause(BTC))
    assert bundle.inputs[6].content == b"{"


async def test_limits_can_be_set_for_each_datum(market: Cache, clock: FakeClock) -> None:
    await put(market, keys.INDICATORS.at(BTC), indicators(clock.now(), timestamp=ago(clock.now(), 5)))
    tight = AgeLimits(warn_after=timedelta(seconds=1), block_after=timedelta(seconds=4))

    bundle = await look(market, clock, InputLimits(indicators=tight))

    assert bundle.cause(BTC) == f"{BTC}: indicators 5.0 s old, limit 4 s"


async def test_the_decision_is_blocked_when_nothing_usable_is_left(cache: Cache, clock: FakeClock) -> None:
    reason = block_reason(await look(cache, clock), [])

    assert reason is not None
    assert reason.startswith("No instrument has usable inputs.")
    assert f"{ETH}: ticker missing, order book missing" in reason


async def test_the_decision_is_blocked_when_a_held_instrument_has_no_price(
    market: Cache, clock: FakeClock
) -> None:
    await put(market, keys.TICKER.at(BTC), a_ticker(clock.now(), timestamp=ago(clock.now(), 61)))
    bundle = await look(market, clock)

    assert block_reason(bundle, []) is None
    assert str(block_reason(bundle, [BTC])).startswith(f"{BTC} is held and has no usable price")
