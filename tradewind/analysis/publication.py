"""From sights to the values that the bus carries; pure."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from tradewind.analysis.bands import bollinger
from tradewind.analysis.indicators import macd, rsi
from tradewind.analysis.series import columns, latest
from tradewind.analysis.sight import Sight
from tradewind.domain.candle import CandleRows, Timeframe
from tradewind.domain.clock import Instant
from tradewind.domain.instrument import Symbol
from tradewind.domain.spot import SpotPrice
from tradewind.domain.stock import StockPrice
from tradewind.domain.technical import (
    Candidate,
    Candidates,
    ScannerScores,
    ScanScore,
    SignalName,
    StockIndicators,
    Technical,
)


def technical(seen: Sight, venue: str, now: Instant) -> Technical:
    """Return the picture of one coin and timeframe."""
    return Technical(
        source=venue,
        exchange_time=seen.closed_at,
        timestamp=now,
        symbol=seen.symbol,
        timeframe=seen.timeframe,
        ema_ribbon=seen.picture.ribbon,
        ttm_squeeze=seen.picture.squeeze,
        stoch_rsi=seen.picture.stoch_rsi,
        rsi_14=seen.picture.rsi_14,
        macd=seen.picture.macd,
        support=seen.picture.support,
        resistance=seen.picture.resistance,
    )


def scanner_scores(sights: Iterable[Sight], venue: str, now: Instant) -> ScannerScores:
    """Return every sight's score, best first, unknown ones last."""
    scores = sorted(
        (_scan_score(seen, now) for seen in sights),
        key=lambda row: (row.score is None, -(row.score or 0), row.symbol, row.timeframe.length),
    )
    newest = max((row.exchange_time for row in scores), default=None)
    return ScannerScores(source=venue, exchange_time=newest, timestamp=now, scores=tuple(scores))


def candidates(
    sights: Iterable[Sight], prices: Mapping[Symbol, SpotPrice], venue: str, now: Instant
) -> Candidates:
    """Return the coins with a signal on any timeframe, by the mean of their known scores.

    A coin without any known score, or without any price, is none.
    """
    by_symbol: dict[Symbol, list[Sight]] = {}
    for seen in sights:
        by_symbol.setdefault(seen.symbol, []).append(seen)
    found = [_candidate(rows, prices.get(symbol), venue, now) for symbol, rows in by_symbol.items()]
    known = [candidate for candidate in found if candidate is not None]
    return tuple(sorted(known, key=lambda candidate: (-candidate.score, candidate.symbol)))


def stock_indicators(
    price: StockPrice, confirmed: CandleRows, timeframe: Timeframe, now: Instant
) -> StockIndicators:
    """Return the indicators of a stock on its `confirmed` candles, every number None without them."""
    closes = columns(confirmed).close
    line, signal, _ = macd(closes)
    bands = bollinger(closes)
    upper, mid, lower = latest(bands.upper), latest(bands.mid), latest(bands.lower)
    return StockIndicators(
        source=price.source,
        exchange_time=_closed_at(confirmed, timeframe.length),
        timestamp=now,
        symbol=price.symbol,
        rsi_14=latest(rsi(closes)),
        macd=latest(line),
        macd_signal=latest(signal),
        bollinger_upper=upper,
        bollinger_lower=lower,
        bollinger_width=None if upper is None or lower is None or not mid else (upper - lower) / mid,
        market_status=price.market_status,
    )


def _scan_score(seen: Sight, now: Instant) -> ScanScore:
    shown = seen.picture
    return ScanScore(
        symbol=seen.symbol,
        timeframe=seen.timeframe,
        rsi_14=shown.rsi_14,
        vwap=shown.vwap,
        bb_upper=shown.bb_upper,
        bb_mid=shown.bb_mid,
        bb_lower=shown.bb_lower,
        score=shown.score,
        parts=shown.parts,
        ribbon=shown.ribbon.order,
        volume_ratio=shown.volume_ratio,
        signals=shown.signals,
        exchange_time=seen.closed_at,
        timestamp=now,
    )


def _candidate(rows: list[Sight], price: SpotPrice | None, venue: str, now: Instant) -> Candidate | None:
    scores = [seen.picture.score for seen in rows if seen.picture.score is not None]
    found = {name for seen in rows for name in seen.picture.signals}
    newest = max(rows, key=lambda seen: seen.closed_at)
    last = price.price if price is not None else newest.picture.close
    if not scores or not found or last is None:
        return None
    return Candidate(
        source=venue,
        exchange_time=newest.closed_at,
        timestamp=now,
        symbol=newest.symbol,
        score=sum(scores) / len(scores),
        price=last,
        signals=tuple(name for name in SignalName if name in found),
    )


def _closed_at(confirmed: CandleRows, length: timedelta) -> Instant | None:
    return Instant.of(Instant.from_ms(confirmed[-1][0]) + length) if confirmed else None
