"""How an open position is shown to others, pure: its value, and how it stands to its exits and to the market."""

from datetime import timedelta
from decimal import Decimal

from tradewind.domain.account import OpenPosition
from tradewind.domain.clock import Instant
from tradewind.domain.projections import (
    ActivePosition,
    ExitDistance,
    Gauge,
    LevelKind,
    Momentum,
    NextLevel,
    PositionMonitoring,
    TechnicalSignals,
)
from tradewind.domain.technical import Technical
from tradewind.domain.ticker import Ticker
from tradewind.portfolio.performance import SOURCE, percent_of

OVERSOLD, OVERBOUGHT = 30, 70


def active_position(position: OpenPosition, ticker: Ticker | None, now: Instant) -> ActivePosition:
    """Return the position at its mark price; `ticker` is where that comes from, None: it has none."""
    paid = position.entry_price * position.quantity
    return ActivePosition(
        source=SOURCE,
        exchange_time=ticker.exchange_time if ticker else None,
        timestamp=now,
        symbol=position.symbol,
        entry_price=position.entry_price,
        current_price=position.mark_price,
        quantity=position.quantity,
        side=position.side,
        entry_time=position.opened_at,
        unrealized_pnl=position.unrealized_pnl,
        unrealized_pnl_pct=(
            None if position.unrealized_pnl is None else percent_of(position.unrealized_pnl, paid)
        ),
        stop_loss=position.stop_price,
        take_profit=position.take_profit_price,
        last_update=now,
    )


def position_monitoring(
    position: OpenPosition, *, minute: Technical | None, five_minutes: Technical | None, now: Instant
) -> PositionMonitoring:
    """Return how the position stands; the pictures are of its symbol, None: missing or too old."""
    mark = position.mark_price
    return PositionMonitoring(
        source=SOURCE,
        exchange_time=minute.exchange_time if minute else None,
        timestamp=now,
        symbol=position.symbol,
        technical_signals=TechnicalSignals(
            rsi_1m=rsi_gauge(minute.rsi_14 if minute else None),
            macd_5m=_macd_gauge(five_minutes),
            support_resistance=next_level(mark, five_minutes),
        ),
        profit_target=_exit(position, position.take_profit_price, sign=1),
        stop_loss=_exit(position, position.stop_price, sign=-1),
        time_in_trade=as_hours(now - position.opened_at),
    )


def rsi_gauge(strength: float | None) -> Gauge:
    """Return the RSI, 0..100, as oversold below 30, overbought above 70, else neutral."""
    if strength is None:
        return Gauge(value=None, signal=None)
    if strength < OVERSOLD:
        return Gauge(value=strength, signal=Momentum.OVERSOLD)
    is_high = strength > OVERBOUGHT
    return Gauge(value=strength, signal=Momentum.OVERBOUGHT if is_high else Momentum.NEUTRAL)


def next_level(price: Decimal | None, picture: Technical | None) -> NextLevel:
    """Return support or resistance, whichever is nearer to `price`; one that the price has passed has changed sides."""
    levels = (picture.support, picture.resistance) if picture else ()
    known = [level for level in levels if level is not None]
    if price is None or not known:
        return NextLevel(next_level=None, type=None)
    at = float(price)
    nearest = min(known, key=lambda level: abs(level - at))
    return NextLevel(next_level=nearest, type=LevelKind.SUPPORT if nearest <= at else LevelKind.RESISTANCE)


def as_hours(span: timedelta) -> str:
    """Return HH:MM:SS, the hours beyond 24 too; a position from the future has lasted no time."""
    seconds = max(int(span.total_seconds()), 0)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _macd_gauge(picture: Technical | None) -> Gauge:
    if picture is None:
        return Gauge(value=None, signal=None)
    lead = picture.macd.histogram
    if lead is None:
        return Gauge(value=picture.macd.macd, signal=None)
    sides = {1: Momentum.BULLISH, 0: Momentum.NEUTRAL, -1: Momentum.BEARISH}
    return Gauge(value=picture.macd.macd, signal=sides[(lead > 0) - (lead < 0)])


def _exit(position: OpenPosition, price: Decimal | None, *, sign: int) -> ExitDistance:
    way = position.way_to(price)
    if way is None or position.mark_price is None:
        return ExitDistance(value=price, distance=None)
    return ExitDistance(value=price, distance=percent_of(way * sign, position.mark_price))
