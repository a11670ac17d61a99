"""A running desk keeps the whole key table: every key there, readable, renewed before it expires, by its owner.

The cadences of coins and stocks are shortened, so that the slowest of them is seen twice; the shipped ones are compared
with the contract in tests/contracts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
import redis

from tests.contracts.key_table import every_row
from tests.desk_process import running_desk, wait_until
from tests.e2e.bus_watch import BusWatch
from tradewind.bus import keys
from tradewind.bus.codec import decode
from tradewind.bus.coordination import analysis_report_key, venue_report_key
from tradewind.bus.keys import KeyAt, SymbolKey
from tradewind.domain.candle import Timeframe
from tradewind.domain.instrument import Symbol
from tradewind.domain.stamp import Stamped
from tradewind.domain.stock import MarketStatus

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SWAPS = tuple(Symbol(f"{base}-USDT-SWAP") for base in ("BTC", "ETH", "SOL", "BNB", "DOGE", "XRP"))
VENUES = ("okx", "binanceus", "alpaca")
COINS = (Symbol("BTCUSDT"), Symbol("ETHUSDT"))
STOCKS = tuple(map(Symbol, ("SPY", "AAPL")))
QUICK = {
    "TRADEWIND_APP__SPOT__SYMBOLS": "[BTCUSDT, ETHUSDT]",
    "TRADEWIND_APP__SPOT__CANDLES_5M_SECONDS": "10",
    "TRADEWIND_APP__SPOT__CANDLES_1H_SECONDS": "15",
    "TRADEWIND_APP__SPOT__CANDLES_4H_SECONDS": "25",
    "TRADEWIND_APP__SPOT__PRICE_SECONDS": "10",
    "TRADEWIND_APP__SPOT__REQUEST_SHARE": "0.8",
    "TRADEWIND_APP__SPOT__REQUEST_TIMEOUT_SECONDS": "4",
    "TRADEWIND_APP__STOCKS__SYMBOLS": "[SPY, AAPL]",
    "TRADEWIND_APP__STOCKS__PRICE_SECONDS": "5",
    "TRADEWIND_APP__STOCKS__REQUEST_TIMEOUT_SECONDS": "4",
    "TRADEWIND_APP__SENTIMENT__REFRESH_SECONDS": "10",
    "TRADEWIND_TRADING__CYCLE__LAB_PERIOD_SECONDS": "15",
}
LONG_LIFE = timedelta(hours=1)
ENDLESS = -1
"""What Redis says of a key that never expires."""
STAMP = {"source", "exchange_time", "timestamp"}

REPORTS: list[KeyAt[object]] = [
    *(venue_report_key(venue) for venue in VENUES),
    *(analysis_report_key(half) for half in ("analyst", "scanner")),
]
"""What collectors and analysts tell the health pages; no data of a market."""

SYMBOLS: dict[str, tuple[Symbol, ...]] = {
    **{row.pattern: SWAPS for row in keys.SWAP_KEYS},
    keys.SWAP_TECHNICAL[Timeframe.M1].pattern: SWAPS,
    keys.TECHNICAL[Timeframe.M5].pattern: (*SWAPS, *COINS),
    keys.TECHNICAL[Timeframe.H1].pattern: COINS,
    keys.TECHNICAL[Timeframe.H4].pattern: COINS,
    keys.SPOT_CANDLES[Timeframe.M5].pattern: (*COINS, *STOCKS),
    keys.SPOT_CANDLES[Timeframe.H1].pattern: COINS,
    keys.SPOT_CANDLES[Timeframe.H4].pattern: COINS,
    keys.SPOT_PRICE.pattern: COINS,
    keys.STOCK_PRICE.pattern: STOCKS,
    keys.STOCK_INDICATORS.pattern: STOCKS,
    keys.STOCK_SENTIMENT.pattern: STOCKS,
}
"""Whose keys each row has from the start; a row that is not here is one that something has to happen for."""
BY_EVENT = {row.pattern for row in (*keys.POSITION_KEYS, *keys.SIGNALS.values())}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A desk that was watched until it had written each of its keys, the short-lived ones twice."""

    watch: BusWatch
    server: redis.Redis
    expected: dict[str, KeyAt[object]]


def expected_keys() -> dict[str, KeyAt[object]]:
    found = [
        row.at(symbol)
        for row in every_row().values()
        if isinstance(row, SymbolKey)
        for symbol in SYMBOLS.get(row.pattern, ())
    ]
    found += [row for row in every_row().values() if isinstance(row, KeyAt)]
    found += REPORTS
    return {key.name: key for key in found}


def content_of(server: redis.Redis, name: str) -> bytes:
    content = wait_until(lambda: server.get(name), 60, f"{name} is not there")
    assert isinstance(content, bytes)
    return content


def writes_of(key: KeyAt[object]) -> int:
    """How often a key is seen written before anything is judged: what lives for an hour, once."""
    return 1 if key.ttl >= LONG_LIFE else 2


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    home = tmp_path_factory.mktemp("desk")
    expected = expected_keys()
    with running_desk(home, environment=QUICK) as desk, redis.Redis.from_url(desk.redis_url) as server:
        watch = BusWatch(server)

        def unfinished() -> list[str]:
            watch.look()
            return [name for name, key in expected.items() if len(watch.writes[name].times) < writes_of(key)]

        try:
            wait_until(lambda: not unfinished(), 120, "some key was not written as often as it must be")
        except AssertionError as e:
            raise AssertionError(f"{e}: {unfinished()}") from e
        yield Seen(watch=watch, server=server, expected=expected)


def test_every_row_says_whose_keys_it_has() -> None:
    rows = {pattern for pattern, row in every_row().items() if isinstance(row, SymbolKey)}

    assert rows == set(SYMBOLS) | BY_EVENT


def test_every_key_is_there_and_reads_as_its_row_says(seen: Seen) -> None:
    for name, key in seen.expected.items():
        decode(content_of(seen.server, name), key.kind)


def test_every_object_tells_its_source_and_its_times(seen: Seen) -> None:
    for name in seen.expected.keys() - {report.name for report in REPORTS}:
        value: Any = msgspec.json.decode(content_of(seen.server, name))
        objects = value if isinstance(value, list) else [value]
        assert all(set(one) >= STAMP for one in objects if isinstance(one, dict)), name


def test_no_stamp_is_older_than_its_key_may_live(seen: Seen) -> None:
    def none_is_too_old() -> bool:
        now = datetime.fromtimestamp(float(seen.server.time()[0]), UTC)
        ages = {
            name: now - value.timestamp
            for name, key in seen.expected.items()
            if isinstance(value := decode(content_of(seen.server, name), key.kind), Stamped)
        }
        return all(age <= seen.expected[name].ttl for name, age in ages.items())

    assert wait_until(none_is_too_old, 60, "some stamp is always older than its key may live")


def test_no_key_outlives_its_row(seen: Seen) -> None:
    closed = [*keys.MARKET_KEYS, keys.STOCK_INDICATORS]
    untimed = {row.at(symbol).name for row in closed for symbol in STOCKS if is_closed(seen.server)}
    lives: dict[str, int] = {}
    for name in seen.expected.keys() - untimed:
        content_of(seen.server, name)
        lives[name] = seen.server.pttl(name)

    wrong = {
        name: ms
        for name, ms in lives.items()
        if ms == ENDLESS or ms > seen.expected[name].ttl.total_seconds() * 1000
    }
    assert wrong == {}


def is_closed(server: redis.Redis) -> bool:
    key = keys.STOCK_PRICE.at(STOCKS[0])
    price = decode(content_of(server, key.name), key.kind)
    return price.market_status is MarketStatus.CLOSED


def test_every_key_is_renewed_before_it_expires(seen: Seen) -> None:
    def late() -> dict[str, float]:
        seen.watch.look()
        pauses = {name: seen.watch.writes[name].last_pause for name in seen.expected}
        return {
            name: pause for name, pause in pauses.items() if pause >= seen.expected[name].ttl.total_seconds()
        }

    # The machine may be late for one write; a cadence that is too slow is late for all.
    assert wait_until(lambda: not late(), 120, "some key is written too seldom")


def test_every_key_is_written_by_its_owner_alone(seen: Seen) -> None:
    writers = {name: seen.watch.writes[name].sources for name in seen.expected}

    assert writers == {name: {key.owner.value} for name, key in seen.expected.items()}


def test_nothing_but_the_key_table_is_written(seen: Seen) -> None:
    seen.watch.look()
    rows = [row for row in every_row().values() if isinstance(row, SymbolKey)]
    named = {row.at(symbol).name for row in rows for symbol in (*SWAPS, *COINS, *STOCKS)}

    assert set(seen.watch.writes) - named - set(seen.expected) == set()


def test_what_is_held_is_shown_and_renewed(seen: Seen) -> None:
    """The lab's rules open something with one of their first decisions."""

    def shown() -> dict[str, bytes]:
        seen.watch.look()
        names = [row.at(symbol).name for symbol in SWAPS for row in keys.POSITION_KEYS]
        renewed = [name for name in names if len(seen.watch.writes[name].times) > 1]
        return {name: content for name in renewed if isinstance(content := seen.server.get(name), bytes)}

    found = wait_until(lambda: both_rows(shown()), 120, "nothing was opened, or it is not shown")

    for name, content in found.items():
        row = next(row for row in keys.POSITION_KEYS if name.startswith(row.pattern.partition("{")[0]))
        decode(content, row.kind)
        assert seen.watch.writes[name].sources == {row.owner.value}
        assert seen.server.pttl(name) <= row.ttl.total_seconds() * 1000


def both_rows(found: dict[str, bytes]) -> dict[str, bytes]:
    """What was found, once it holds a key of each row of the positions; nothing before."""
    prefixes = [row.pattern.partition("{")[0] for row in keys.POSITION_KEYS]
    is_complete = all(any(name.startswith(prefix) for name in found) for prefix in prefixes)
    return found if is_complete else {}
