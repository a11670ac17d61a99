from datetime import timedelta
from decimal import Decimal

import pytest
from redis.asyncio import Redis

from tests.clocks import START, FakeClock
from tests.ledger.records import BTC, DESK, ETH, OPENING_CASH, a_fill, an_order
from tests.values import a_ticker
from tradewind.bus.cache import Batch, Cache
from tradewind.bus.connection import connect
from tradewind.bus.keys import TICKER, Source
from tradewind.domain.account import EquityPoint
from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId
from tradewind.domain.ticker import Ticker
from tradewind.ledger import Ledger, RecordRefused
from tradewind.portfolio import AccountReader

NO_SERVER = "redis://127.0.0.1:1/0"


async def quote(cache: Cache, *tickers: Ticker) -> None:
    batch = Batch(Source.MARKET_DATA)
    for ticker in tickers:
        batch.put(TICKER.at(ticker.symbol), ticker)
    await cache.write(batch)


def minutes(count: float) -> Instant:
    return Instant.of(START + timedelta(minutes=count))


async def test_an_account_is_valued_at_the_cached_quotes(
    ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    await ledger.fills.post(DESK, a_fill("1", quantity="2", price="59000"), an_order())
    await quote(cache, a_ticker(bid=59_999.0, ask=60_001.0))

    account = await AccountReader(ledger, cache, clock).snapshot(DESK)

    assert account.equity == OPENING_CASH + 2_000 - Decimal("0.05")
    assert account.positions[0].mark_price == Decimal(60_000)
    assert (account.as_of, account.currency) == (START, "USDT")
    assert account.margin_used == Decimal(23_600)


async def test_all_held_symbols_are_read_in_one_round_trip(
    ledger: Ledger, cache: Cache, clock: FakeClock, redis: Redis
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    await ledger.fills.post(DESK, a_fill("2", symbol=ETH), None)
    await quote(cache, a_ticker(), a_ticker(symbol=ETH))

    account = await AccountReader(ledger, cache, clock).snapshot(DESK)

    commands = await redis.info("commandstats")
    assert commands["cmdstat_mget"]["calls"] == 1
    assert None not in [position.mark_price for position in account.positions]


@pytest.mark.parametrize(
    ("age_seconds", "is_known"), [(0, True), (60, True), (61, False), (-2, True), (-3, False)]
)
async def test_a_price_counts_up_to_a_minute_of_age_and_never_from_the_future(
    ledger: Ledger, cache: Cache, clock: FakeClock, *, age_seconds: int, is_known: bool
) -> None:
    stamp = Instant.of(START - timedelta(seconds=age_seconds))
    await ledger.fills.post(DESK, a_fill("1"), None)
    await quote(cache, a_ticker(exchange_time=stamp))

    account = await AccountReader(ledger, cache, clock).snapshot(DESK)

    assert (account.equity is not None) == is_known


async def test_a_ticker_without_a_venue_stamp_is_judged_by_its_arrival(
    ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    await quote(cache, a_ticker(exchange_time=None, timestamp=minutes(-2)))

    account = await AccountReader(ledger, cache, clock).snapshot(DESK)

    assert account.positions[0].mark_price is None


async def test_a_ticker_that_arrived_long_ago_is_old_whatever_the_venue_stamps(
    ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)
    await quote(cache, a_ticker(exchange_time=START, timestamp=minutes(-2)))

    account = await AccountReader(ledger, cache, clock).snapshot(DESK)

    assert account.positions[0].mark_price is None


async def test_a_missing_ticker_leaves_the_equity_unknown(
    ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    await ledger.fills.post(DESK, a_fill("1"), None)

    account = await AccountReader(ledger, cache, clock).snapshot(DESK)

    assert account.equity is None
    assert account.cash == OPENING_CASH - Decimal("0.05")


async def test_without_the_cache_the_cash_is_still_known(ledger: Ledger, clock: FakeClock) -> None:
    client = connect(NO_SERVER)
    await ledger.fills.post(DESK, a_fill("1"), None)

    account = await AccountReader(ledger, Cache(client, clock), clock).snapshot(DESK)

    assert account.equity is None
    assert [position.symbol for position in account.positions] == [BTC]
    await client.aclose()


async def test_daily_pnl_starts_at_the_equity_of_midnight_utc(
    ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    for hours, equity in ((-36, 7_000), (-13, 10_400), (-11, 9_000), (-1, 9_900)):
        await ledger.equity.add(DESK, EquityPoint(time=minutes(hours * 60), equity=Decimal(equity)))

    account = await AccountReader(ledger, cache, clock).snapshot(DESK)

    assert account.daily_pnl == Decimal(-400), "what was lost over a midnight without a desk counts today"


async def test_right_after_midnight_the_day_does_not_start_at_the_opening_cash(
    ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    clock.advance(timedelta(hours=12, seconds=5))
    before = EquityPoint(time=Instant.of(clock.now() - timedelta(seconds=10)), equity=Decimal(10_001))
    await ledger.equity.add(DESK, before)

    account = await AccountReader(ledger, cache, clock).snapshot(DESK)

    assert account.daily_pnl == Decimal(-1)


async def test_on_its_first_day_the_result_counts_from_the_opening_cash(
    ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    await ledger.equity.add(DESK, EquityPoint(time=minutes(-1), equity=Decimal(9_990)))

    account = await AccountReader(ledger, cache, clock).snapshot(DESK)

    assert account.daily_pnl == Decimal(0)


async def test_drawdown_starts_at_the_highest_recorded_equity(
    ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    await ledger.equity.add(DESK, EquityPoint(time=minutes(-600), equity=Decimal(12_500)))

    account = await AccountReader(ledger, cache, clock).snapshot(DESK)

    assert account.drawdown_share == Decimal("0.2")


async def test_a_portfolio_that_was_never_opened_has_no_account(
    ledger: Ledger, cache: Cache, clock: FakeClock
) -> None:
    with pytest.raises(RecordRefused, match="no portfolio 'other'"):
        await AccountReader(ledger, cache, clock).snapshot(PortfolioId("other"))
