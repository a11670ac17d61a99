"""Reads the rows that OKX pushes into domain values; what makes no sense is Unusable, never anything else.

A ticker that is pushed has the form of one that is asked for, so that okx_answers reads it; the others are decoded
straight into numbers.
"""

import math
from decimal import Decimal

import msgspec

from tradewind.domain.candle import CandleRow
from tradewind.domain.clock import Instant
from tradewind.domain.funding import Funding
from tradewind.domain.ticker import Ticker
from tradewind.market.book import BookChange, BookLevel
from tradewind.market.compactor import Trade
from tradewind.market.failures import Unusable
from tradewind.market.venues import okx_answers
from tradewind.market.venues.okx_frames import Push


class _BookRow(msgspec.Struct):
    bids: list[BookLevel]
    asks: list[BookLevel]
    ts: int
    seq: int | None = msgspec.field(default=None, name="seqId")
    prev_seq: int | None = msgspec.field(default=None, name="prevSeqId")


class _TradeRow(msgspec.Struct):
    symbol: str = msgspec.field(name="instId")
    trade_id: int = msgspec.field(name="tradeId")
    price: float = msgspec.field(name="px")
    contracts: float = msgspec.field(name="sz")
    ts: int


class _CandleRow(msgspec.Struct, array_like=True):
    time: int
    first: float
    high: float
    low: float
    last: float
    contracts: float
    volume: float  # coins
    quote_volume: str
    confirm: str


class _FundingRow(msgspec.Struct):
    symbol: str = msgspec.field(name="instId")
    rate: float = msgspec.field(name="fundingRate")
    funding_time: int = msgspec.field(name="fundingTime")
    """When the rate in force is paid next."""
    ts: int


class _MarkRow(msgspec.Struct):
    symbol: str = msgspec.field(name="instId")
    price: float = msgspec.field(name="markPx")


# Not strict: the venue writes every number as text.
_books = msgspec.json.Decoder(list[_BookRow], strict=False)
_trades = msgspec.json.Decoder(list[_TradeRow], strict=False)
_marks = msgspec.json.Decoder(list[_MarkRow], strict=False)
_candles = msgspec.json.Decoder(list[_CandleRow], strict=False)
_fundings = msgspec.json.Decoder(list[_FundingRow], strict=False)
_rows = msgspec.json.Decoder(list[object])


def ticker(push: Push, received: Instant) -> Ticker:
    """Read the tickers channel."""
    return okx_answers.ticker({"data": _decoded(push)}, push.feed.symbol, received)


def funding(push: Push, received: Instant) -> Funding:
    """Read the funding-rate channel."""
    try:
        row = _fundings.decode(push.content)[0]
        exchange_time, next_time = Instant.from_ms(row.ts), Instant.from_ms(row.funding_time)
    except (msgspec.MsgspecError, IndexError, OverflowError) as e:
        raise Unusable(f"{push.feed}: {e}") from e
    if row.symbol != push.feed.symbol or not math.isfinite(row.rate):
        raise Unusable(f"{push.feed}: {row.rate} for {row.symbol} makes no sense")
    return Funding(
        source=okx_answers.VENUE,
        exchange_time=exchange_time,
        timestamp=received,
        symbol=push.feed.symbol,
        funding_rate=row.rate,
        next_funding_time=next_time,
    )


def candles(push: Push) -> list[tuple[CandleRow, bool]]:
    """Read a candle channel: each row and whether it is closed."""
    try:
        rows = _candles.decode(push.content)
    except msgspec.MsgspecError as e:
        raise Unusable(f"{push.feed}: {e}") from e
    return [
        (
            _sound((row.time, row.first, row.high, row.low, row.last, row.volume)),
            row.confirm == okx_answers.CLOSED,
        )
        for row in rows
    ]


def book_change(push: Push) -> BookChange:
    """Read the books channel; sizes stay in contracts."""
    try:
        row = _books.decode(push.content)[0]
        exchange_time = Instant.from_ms(row.ts)
    except (msgspec.MsgspecError, IndexError, OverflowError) as e:
        raise Unusable(f"{push.feed}: {e}") from e
    return BookChange(
        is_snapshot=push.is_snapshot,
        bids=row.bids,
        asks=row.asks,
        prev_seq=row.prev_seq,
        seq=row.seq,
        exchange_time=exchange_time,
    )


def trades(push: Push, contract_value: Decimal) -> list[Trade]:
    """Read the trades channel; sizes come in contracts of `contract_value` coins."""
    try:
        rows = _trades.decode(push.content)
    except msgspec.MsgspecError as e:
        raise Unusable(f"{push.feed}: {e}") from e
    value = float(contract_value)
    for row in rows:
        if row.symbol != push.feed.symbol or not (_is_price(row.price) and _is_price(row.contracts)):
            raise Unusable(
                f"{push.feed}: a trade of {row.contracts} {row.symbol} at {row.price} makes no sense"
            )
    return [
        Trade(trade_id=row.trade_id, time_ms=row.ts, price=row.price, size=row.contracts * value)
        for row in rows
    ]


def mark_price(push: Push) -> float:
    """Read the mark-price channel."""
    try:
        row = _marks.decode(push.content)[0]
    except (msgspec.MsgspecError, IndexError) as e:
        raise Unusable(f"{push.feed}: {e}") from e
    if row.symbol != push.feed.symbol or not _is_price(row.price):
        raise Unusable(f"{push.feed}: {row.price} for {row.symbol} makes no sense")
    return row.price


def _decoded(push: Push) -> list[object]:
    try:
        return _rows.decode(push.content)
    except msgspec.MsgspecError as e:
        raise Unusable(f"{push.feed}: {e}") from e


def _is_price(number: float) -> bool:
    return 0 < number < math.inf


def _sound(row: CandleRow) -> CandleRow:
    time, first, high, low, last, volume = row
    if not (0 < low <= min(first, last) and max(first, last) <= high < math.inf and 0 <= volume < math.inf):
        raise Unusable(f"the candle at {time} lies outside its high and low, or has a volume of {volume}")
    return row
