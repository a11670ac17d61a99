"""Settings → the config that each room defines for itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tradewind.analysis.config import AnalysisConfig, ScannerConfig
from tradewind.cycle.config import CycleConfig, Pacing, SkipLimits
from tradewind.cycle.prompt_desk import PromptChoice
from tradewind.decision.config import DecisionConfig, InputLimits
from tradewind.decision.feedback import FeedbackConfig
from tradewind.decision.prompt_texts import SHIPPED, PromptTexts, load_own_texts, load_texts
from tradewind.domain.account import RuntimeMode
from tradewind.domain.candle import Timeframe
from tradewind.domain.freshness import AgeLimits
from tradewind.domain.instrument import Symbol
from tradewind.market.config import MarketConfig, SpotConfig, StocksConfig
from tradewind.market.history.historian import HistoryConfig
from tradewind.market.stream_config import StreamConfig
from tradewind.orders.mode_switch import ModeConfig
from tradewind.orders.runaway import RunawayCaps
from tradewind.portfolio.config import PortfolioConfig
from tradewind.research.promotion import PromotionLimits
from tradewind.risk.limits import Enforcement, Grounding, RiskLimits
from tradewind.sentiment.config import FeedLimits, SentimentConfig
from tradewind.settings.models import budget_config, models_config
from tradewind.settings.process import Settings
from tradewind.signals.config import Levels, SignalsConfig, Weights
from tradewind.telemetry.config import LogConfig, LogFormat, LogLevel
from tradewind.web.config import LOOPBACK_HOSTS, WebConfig

SPOT_VENUE = "binanceus"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlpacaAccess:
    """Where Alpaca answers, and to whom."""

    rest_url: str | None  # None: the venue itself
    api_key: str = field(repr=False)
    secret_key: str = field(repr=False)


def refusals(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield, by file, what a room says against values that are allowed one by one."""
    builders: tuple[tuple[str, Callable[[Settings], object]], ...] = (
        ("app", price_ages),
        ("app", lambda chosen: market_config(chosen, None)),
        ("app", lambda chosen: spot_config(chosen, None)),
        ("app", lambda chosen: stocks_config(chosen, AlpacaAccess(rest_url=None, api_key="", secret_key=""))),
        ("app", scanner_config),
        ("app", lambda chosen: sentiment_config(chosen, "http://127.0.0.1")),
        ("app", lambda chosen: signals_config(chosen, symbols(chosen))),
        ("app", lambda chosen: models_config(chosen, None)),
        ("app", web_config),
        ("trading", decision_config),
        ("trading", cycle_config),
        ("trading", prompt_texts),
        ("trading", lambda chosen: risk_limits(chosen, RuntimeMode.LIVE)),
        ("trading", feedback_config),
        ("trading", runaway_caps),
        ("trading", lambda chosen: budget_config(chosen, "http://127.0.0.1")),
        ("trading", portfolio_config),
    )
    for file, build in builders:
        try:
            build(settings)
        except ValueError as e:
            yield file, str(e)


def symbols(settings: Settings) -> tuple[Symbol, ...]:
    """Return what is collected and shown."""
    return tuple(Symbol(name) for name in settings.trading.symbols)


def log_config(settings: Settings) -> LogConfig:
    """Return form and depth of the log."""
    chosen = settings.logging
    form = LogFormat.JSON if chosen.format == "json" else LogFormat.CONSOLE
    return LogConfig(format=form, level=LogLevel(chosen.level.lower()))


def price_ages(settings: Settings) -> AgeLimits:
    """Return the ages at which a price warns and blocks."""
    chosen = settings.app.freshness
    return AgeLimits(
        warn_after=timedelta(seconds=chosen.warn_seconds), block_after=timedelta(seconds=chosen.block_seconds)
    )


def market_config(settings: Settings, rest_url: str | None) -> MarketConfig:
    """Return how the venue is asked; `rest_url` None is the configured one, or the venue itself."""
    chosen = settings.app.market
    return MarketConfig(
        symbols=symbols(settings),
        rest_url=rest_url or chosen.rest_url,
        refresh_every=timedelta(seconds=chosen.refresh_seconds),
        request_share=chosen.request_share,
        request_timeout=timedelta(seconds=chosen.request_timeout_seconds),
    )


def stream_config(settings: Settings, lab_url: str | None) -> StreamConfig | None:
    """Return how the venue's stream is followed, None where it is switched off; `lab_url` None: as configured."""
    chosen = settings.app.market
    if not chosen.stream:
        return None
    url = f"{lab_url}/ws/v5" if lab_url is not None else chosen.stream_url
    return StreamConfig() if url is None else StreamConfig(url=url)


def spot_config(settings: Settings, rest_url: str | None) -> SpotConfig:
    """Return how Binance.us is asked; `rest_url` None is the configured one, or the venue itself."""
    chosen = settings.app.spot
    return SpotConfig(
        symbols=tuple(Symbol(name) for name in chosen.symbols),
        rest_url=rest_url or chosen.rest_url,
        candles_every={
            Timeframe.M5: timedelta(seconds=chosen.candles_5m_seconds),
            Timeframe.H1: timedelta(seconds=chosen.candles_1h_seconds),
            Timeframe.H4: timedelta(seconds=chosen.candles_4h_seconds),
        },
        prices_every=timedelta(seconds=chosen.price_seconds),
        request_share=chosen.request_share,
        order_reserve=chosen.order_reserve,
        request_timeout=timedelta(seconds=chosen.request_timeout_seconds),
    )


def history_folder(settings: Settings) -> Path:
    """Return where candles are kept beyond the cache, a folder for each market."""
    if settings.history_url is None:
        return settings.launch.home / "history"
    return Path(unquote(urlsplit(settings.history_url).path))


def history_config(settings: Settings) -> HistoryConfig:
    """Return whose candles are kept: everything that is collected."""
    spot, stocks = settings.app.spot, settings.app.stocks
    return HistoryConfig(
        symbols=symbols(settings),
        coins=tuple(Symbol(name) for name in spot.symbols) if spot.enabled else (),
        stocks=tuple(Symbol(name) for name in stocks.symbols) if stocks.enabled else (),
    )


def stocks_config(settings: Settings, access: AlpacaAccess) -> StocksConfig:
    """Return how Alpaca is asked."""
    chosen = settings.app.stocks
    return StocksConfig(
        symbols=tuple(Symbol(name) for name in chosen.symbols),
        rest_url=access.rest_url or chosen.rest_url,
        api_key=access.api_key,
        secret_key=access.secret_key,
        feed=chosen.feed,
        prices_every=timedelta(seconds=chosen.price_seconds),
        request_share=chosen.request_share,
        order_reserve=chosen.order_reserve,
        request_timeout=timedelta(seconds=chosen.request_timeout_seconds),
    )


def analysis_config(settings: Settings) -> AnalysisConfig:
    """Return whose indicators are kept."""
    return AnalysisConfig(symbols=symbols(settings))


def scanner_config(settings: Settings) -> ScannerConfig | None:
    """Return which coins and stocks are analyzed; None while no coins are collected."""
    chosen = settings.app
    if not chosen.spot.enabled:
        return None
    return ScannerConfig(
        coins=tuple(Symbol(name) for name in chosen.spot.symbols),
        stocks=tuple(Symbol(name) for name in chosen.stocks.symbols) if chosen.stocks.enabled else (),
        watchlist=watchlist(settings),
        reference=Symbol(chosen.scanner.reference),
        venue=SPOT_VENUE,
    )


def watchlist(settings: Settings) -> tuple[Symbol, ...]:
    """Return what is watched until a person chooses."""
    return tuple(Symbol(name) for name in settings.app.scanner.watchlist)


def sentiment_config(settings: Settings, lab_feeds: str | None) -> SentimentConfig | str:
    """Return which feeds are read, or why none is; `lab_feeds` None: there is no lab whose feeds could be."""
    chosen, stocks = settings.app.sentiment, settings.app.stocks
    if not (chosen.enabled and stocks.enabled):
        return f"{'stocks' if chosen.enabled else 'sentiment'}.enabled is false in app.yaml"
    own = (f"{lab_feeds}/stocks.xml",) if lab_feeds is not None and settings.is_lab_market else ()
    feeds = chosen.feeds or own
    if not feeds:
        return "sentiment.feeds is empty in app.yaml"
    return SentimentConfig(
        feeds=feeds,
        names={Symbol(stock): chosen.names.get(stock, ()) for stock in stocks.symbols},
        refresh_every=timedelta(seconds=chosen.refresh_seconds),
        window=timedelta(hours=chosen.window_hours),
        half_life=timedelta(hours=chosen.half_life_hours),
        limits=FeedLimits(timeout=timedelta(seconds=chosen.request_timeout_seconds)),
    )


def signals_config(settings: Settings, swaps: tuple[Symbol, ...]) -> SignalsConfig | None:
    """Return what is monitored besides `swaps`, and how; None where it is switched off."""
    chosen, spot, stocks = settings.app.signals, settings.app.spot, settings.app.stocks
    if not chosen.enabled:
        return None
    weights = chosen.weights
    return SignalsConfig(
        swaps=swaps,
        coins=tuple(Symbol(name) for name in spot.symbols) if spot.enabled else (),
        stocks=tuple(Symbol(name) for name in stocks.symbols) if stocks.enabled else (),
        weights=Weights(
            trend=weights.trend,
            momentum=weights.momentum,
            strength=weights.strength,
            scan=weights.scan,
            regime=weights.regime,
            sentiment=weights.sentiment,
        ),
        levels=Levels(enter_at=chosen.enter_at, leave_at=chosen.leave_at),
        min_coverage=chosen.min_coverage,
    )


def decision_config(settings: Settings) -> DecisionConfig:
    """Return what the model may trade, on inputs of what age."""
    ages = price_ages(settings)
    tradable = settings.trading.model_symbols or settings.trading.symbols
    return DecisionConfig(
        symbols=tuple(Symbol(name) for name in tradable),
        limits=InputLimits(ticker=ages, order_book=ages, candles_15m=ages, indicators=ages),
    )


def cycle_config(settings: Settings) -> CycleConfig:
    """Return the cadence; the lab's market has its own, shorter one."""
    chosen = settings.trading.cycle
    period = chosen.lab_period_seconds if settings.is_lab_market else chosen.period_seconds
    skip = SkipLimits(
        is_enabled=chosen.skip_unchanged.enabled,
        max_move_bps=chosen.skip_unchanged.move_bps,
        max_in_a_row=chosen.skip_unchanged.max_in_a_row,
    )
    return CycleConfig(
        period=timedelta(seconds=period),
        timeout=timedelta(seconds=chosen.timeout_seconds),
        pacing=Pacing(skip=skip, max_pause_cycles=chosen.max_pause_cycles),
    )


def prompt_folder(settings: Settings) -> Path:
    """Return where the operator's own prompts lie."""
    return settings.launch.home / "prompts"


def prompt_choice(settings: Settings) -> PromptChoice:
    """Return which prompt is in force, and where the operator's own lie."""
    return PromptChoice(version=settings.trading.cycle.prompt, folder=prompt_folder(settings))


def prompt_texts(settings: Settings) -> PromptTexts:
    """Return the words that the model is asked with; PromptRefused names file and slot."""
    choice = prompt_choice(settings)
    is_shipped = choice.version in SHIPPED
    return load_texts(choice.version) if is_shipped else load_own_texts(choice.version, choice.folder)


def risk_limits(settings: Settings, mode: RuntimeMode) -> RiskLimits:
    """Return the limits that no model can change, as they are kept in `mode`."""
    chosen = settings.trading.risk
    return RiskLimits(
        enforcement=Enforcement(getattr(chosen.enforcement, mode.value)),
        grounding=Grounding(chosen.grounding),
        min_confidence=chosen.min_confidence,
        max_notional_share=Decimal(str(chosen.max_notional_share)),
        max_total_exposure_share=Decimal(str(chosen.max_exposure_share)),
        max_leverage=Decimal(str(chosen.max_leverage)),
        daily_loss_cap=Decimal(chosen.daily_loss_cap),
        drawdown_pause_share=Decimal(str(chosen.drawdown_pause_share)),
        max_orders_per_minute=chosen.max_orders_per_minute,
        max_price_drift_bps=Decimal(str(chosen.max_price_drift_bps)),
    )


def feedback_config(settings: Settings) -> FeedbackConfig:
    """Return when results teach something, and when a loss is alarming."""
    chosen = settings.trading.feedback
    return FeedbackConfig(
        min_trades=chosen.min_trades,
        close_stop_atr=chosen.close_stop_atr,
        high_confidence=chosen.high_confidence,
        alert_over_share=Decimal(str(chosen.alert_over_share)),
    )


def runaway_caps(settings: Settings) -> RunawayCaps:
    """Return what trips the kill switch."""
    chosen = settings.trading.runaway
    return RunawayCaps(
        orders_per_minute=chosen.orders_per_minute,
        notional_per_hour=Decimal(chosen.notional_per_hour),
        loss_per_day=Decimal(chosen.loss_per_day),
    )


def mode_config(settings: Settings) -> ModeConfig:
    """Return how many people it takes to trade money."""
    return ModeConfig(live_approvals=settings.trading.live.approvals)


def promotion_limits(settings: Settings) -> PromotionLimits:
    """Return what a contender has to show before it trades the next account."""
    chosen = settings.trading.promotion
    return PromotionLimits(
        min_decisions=chosen.min_decisions,
        min_days=chosen.min_days,
        max_drawdown_share=chosen.max_drawdown_share,
        may_have_seen=chosen.may_have_seen,
    )


def portfolio_config(settings: Settings) -> PortfolioConfig:
    """Return the cadence of the equity curve."""
    return PortfolioConfig(
        record_every=timedelta(seconds=settings.trading.equity_point_seconds), price_ages=price_ages(settings)
    )


def web_config(settings: Settings) -> WebConfig:
    """Return which host names a browser may use."""
    return WebConfig(
        allowed_hosts=LOOPBACK_HOSTS | {settings.host} | frozenset(settings.app.server.allowed_hosts)
    )
