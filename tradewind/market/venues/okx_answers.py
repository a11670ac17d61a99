"""Reads OKX's public answers into domain values; what makes no sense is Unusable, never anything else.

The fields are described at https://www.okx.com/docs-v5/en/#order-book-trading-market-data and #public-data.
Every number comes as text; an empty one is unknown.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from tradewind.domain.candle import CandleRow, CandleWindow, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.funding import Funding, OpenInterest
from tradewind.domain.instrument import Contracts, Instrument, InstrumentRules, Symbol
from tradewind.domain.order_book import Level, OrderBook
from tradewind.domain.ticker import Ticker
from tradewind.market.failures import Unusable
from tradewind.market.venues import fields

VENUE = "okx"
OPEN, CLOSED = "0", "1"
CANDLE_FIELDS = 9  # open time, open, high, low, close, volume in contracts, in coins, in quote, confirm


class NotListed(Unusable):
    """The venue lists its instruments, and this is not among them."""


def ticker(answer: object, symbol: Symbol, received: Instant) -> Ticker:
    """Read /market/ticker; volCcy24h is the one of its two volumes that counts coins."""
    row = _only_row(answer, symbol)
    last = fields.required(row, "last")
    bid, ask = fields.positive(row, "bidPx"), fields.positive(row, "askPx")
    if bid is not None and ask is not None and bid >= ask:
        raise Unusable(f"bid {bid} is not below ask {ask}")
    before = fields.positive(row, "open24h")
    return Ticker(
        source=VENUE,
        exchange_time=fields.moment_of_ms(row, "ts"),
        timestamp=received,
        symbol=symbol,
        last_price=last,
        bid=bid,
        ask=ask,
        volume_24h=fields.not_negative(row, "volCcy24h"),
        high_24h=fields.positive(row, "high24h"),
        low_24h=fields.positive(row, "low24h"),
        change_24h=None if before is None else last - before,
        change_pct_24h=None if before is None else (last - before) / before * 100,
    )


def order_book(answer: object, symbol: Symbol, contract_value: Decimal, received: Instant) -> OrderBook:
    """Read /market/books; sizes come in contracts of `contract_value` coins."""
    row = fields.mapping(_rows(answer)[0])
    bids = _levels(row, "bids", contract_value)
    asks = _levels(row, "asks", contract_value)
    if not bids and not asks:
        raise Unusable("both sides of the book are empty")
    if bids and asks and bids[0][0] >= asks[0][0]:
        raise Unusable(f"the book is crossed: bid {bids[0][0]} is not below ask {asks[0][0]}")
    if any(worse >= better for (better, _), (worse, _) in pairwise(bids)):
        raise Unusable("the bids are out of order")
    if any(worse <= better for (better, _), (worse, _) in pairwise(asks)):
        raise Unusable("the asks are out of order")
    return OrderBook(
        source=VENUE,
        exchange_time=fields.moment_of_ms(row, "ts"),
        timestamp=received,
        symbol=symbol,
        bids=bids,
        asks=asks,
    )


def funding(answer: object, symbol: Symbol, received: Instant) -> Funding:
    """Read /public/funding-rate; its fundingTime is when the rate in force is paid next."""
    row = _only_row(answer, symbol)
    rate = fields.number(row, "fundingRate")
    if rate is None:
        raise Unusable("fundingRate is missing")
    return Funding(
        source=VENUE,
        exchange_time=fields.moment_of_ms(row, "ts"),
        timestamp=received,
        symbol=symbol,
        funding_rate=rate,
        next_funding_time=fields.moment_of_ms(row, "fundingTime"),
    )


def open_interest(answer: object, symbol: Symbol, received: Instant) -> OpenInterest:
    """Read /public/open-interest."""
    row = _only_row(answer, symbol)
    contracts = fields.not_negative(row, "oi")
    if contracts is None:
        raise Unusable("oi is missing")
    return OpenInterest(
        source=VENUE,
        exchange_time=fields.moment_of_ms(row, "ts"),
        timestamp=received,
        symbol=symbol,
        open_interest=contracts,
        open_interest_usd=fields.not_negative(row, "oiUsd"),
    )


def candle_window(
    answer: object, symbol: Symbol, timeframe: Timeframe, limit: int, received: Instant
) -> CandleWindow:
    """Read /market/candles into the newest `limit` candles and the one before them.

    A window is whole or Unusable: closed candles without a gap, then the open one. Between the end of a candle and
    the first trade of the next, the venue's newest is closed; it then stands where the open one does, so nobody takes
    it for confirmed before there is another. OKX stamps no time on a window.
    """
    by_open_time: dict[int, tuple[CandleRow, str]] = {}
    for row in _rows(answer):
        candle_row, confirm = candle(row)
        by_open_time.setdefault(candle_row[0], (candle_row, confirm))
    rows = [by_open_time[time] for time in sorted(by_open_time)]
    step = int(timeframe.length.total_seconds() * 1000)
    for (earlier, confirm), (later, _) in pairwise(rows):
        if later[0] - earlier[0] != step:
            raise Unusable(f"candles are missing between {earlier[0]} and {later[0]}")
        if confirm != CLOSED:
            raise Unusable(f"the candle at {earlier[0]} is not closed, but not the last")
    if rows[-1][1] != OPEN and not _has_just_ended(rows[-1][0][0] + step, step, received):
        raise Unusable(f"the last candle, at {rows[-1][0][0]}, is already closed")
    candles = [one for one, _ in rows]
    return CandleWindow(
        source=VENUE,
        exchange_time=None,
        timestamp=received,
        symbol=symbol,
        timeframe=timeframe,
        limit=limit,
        candles=tuple(candles[-limit:]),
        preceding=candles[-limit - 1] if len(candles) > limit else None,
    )


def _has_just_ended(end_ms: int, step: int, received: Instant) -> bool:
    return -fields.FUTURE_MS <= received.epoch_ms - end_ms < step


def candle(row: object) -> tuple[CandleRow, str]:
    """Read one candle, as it is asked for or pushed, and whether it is CLOSED or OPEN."""
    if not isinstance(row, list) or len(row) < CANDLE_FIELDS:
        raise Unusable(f"a candle is not a list of {CANDLE_FIELDS}: {row!r}")
    named = dict(zip(("time", "open", "high", "low", "close", "contracts", "volume"), row, strict=False))
    return fields.candle(named), str(row[CANDLE_FIELDS - 1])


def instrument_rules(answer: object, symbol: Symbol, received: Instant) -> InstrumentRules:
    """Find `symbol` in /public/instruments; Unusable when it is not a swap margined in its quote currency."""
    row = next((row for row in map(fields.mapping, _rows(answer)) if row.get("instId") == symbol), None)
    if row is None:
        raise NotListed(f"{symbol} is not listed")
    base, _, quote = str(row.get("uly", "")).partition("-")
    if row.get("settleCcy") != quote or row.get("ctValCcy") != base:
        raise Unusable(f"{symbol} is not a linear swap of {base} settled in {quote}")
    instrument = Instrument(
        symbol=symbol,
        base=base,
        quote=quote,
        contract_value=_exact(row, "ctVal"),
        lot_size=Contracts(_exact(row, "lotSz")),
        min_size=Contracts(_exact(row, "minSz")),
        tick_size=_exact(row, "tickSz"),
        max_leverage=_exact(row, "lever"),
    )
    return InstrumentRules(
        source=VENUE,
        exchange_time=None,
        timestamp=received,
        symbol=symbol,
        instrument=instrument,
        is_live=row.get("state") == "live",
    )


def _rows(answer: object) -> Sequence[object]:
    rows = fields.mapping(answer).get("data")
    if not isinstance(rows, list) or not rows:
        raise Unusable("the answer holds no data")
    return rows


def _only_row(answer: object, symbol: Symbol) -> Mapping[str, object]:
    row = fields.mapping(_rows(answer)[0])
    if row.get("instId") != symbol:
        raise Unusable(f"asked for {symbol}, got {row.get('instId')!r}")
    return row


def _exact(row: Mapping[str, object], name: str) -> Decimal:
    try:
        number = Decimal(str(row.get(name)))
    except InvalidOperation:
        raise Unusable(f"{name} is not a number: {row.get(name)!r}") from None
    if not number.is_finite() or number <= 0:
        raise Unusable(f"{name} is not positive: {number}")
    return number


def _levels(row: Mapping[str, object], side: str, contract_value: Decimal) -> tuple[Level, ...]:
    levels = row.get(side)
    if not isinstance(levels, list):
        raise Unusable(f"{side} is missing")
    return tuple(_level(level, side, contract_value) for level in levels)


def _level(level: object, side: str, contract_value: Decimal) -> Level:
    if not isinstance(level, list) or len(level) < 2:
        raise Unusable(f"a level of {side} is not a list: {level!r}")
    named = {"price": level[0], "size": level[1]}
    price = fields.required(named, "price")
    return price, float(_exact(named, "size") * contract_value)
