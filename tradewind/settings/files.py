"""The shape of the three YAML files: every key, its type and its range."""

from typing import Annotated, Literal

import msgspec

Seconds = Annotated[float, msgspec.Meta(gt=0, le=86_400)]
Share = Annotated[float, msgspec.Meta(gt=0, le=1)]
HttpAddress = Annotated[str, msgspec.Meta(pattern=r"^https?://\S+$")]
SocketAddress = Annotated[str, msgspec.Meta(pattern=r"^wss?://\S+$")]
Multiple = Annotated[float, msgspec.Meta(gt=0, le=100)]
FeeBps = Annotated[float, msgspec.Meta(ge=-1_000, le=1_000)]  # negative: a rebate
Price = Annotated[float, msgspec.Meta(ge=0)]
Money = Annotated[str, msgspec.Meta(pattern=r"^\d{1,15}(\.\d{1,8})?$")]
SwapName = Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{2,12}-USDT-SWAP$")]
CoinName = Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9]{2,12}USDT$")]
ListedName = Annotated[str, msgspec.Meta(pattern=r"^[A-Z0-9.]{1,16}$")]
StockName = Annotated[str, msgspec.Meta(pattern=r"^[A-Z]{1,5}(\.[A-Z])?$")]

FeedAddress = Annotated[str, msgspec.Meta(pattern=r"^https?://[^\s/]+\S*$", max_length=500)]
HeadlineName = Annotated[str, msgspec.Meta(min_length=2, max_length=60)]
Weight = Annotated[float, msgspec.Meta(ge=0, le=1)]


class Section(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mapping that refuses keys it does not know."""


class ServerSection(Section, frozen=True):
    """Where the desk listens."""

    host: Annotated[str, msgspec.Meta(min_length=1)]
    port: Annotated[int, msgspec.Meta(ge=0, le=65_535)]
    allowed_hosts: tuple[str, ...]


class MarketSection(Section, frozen=True):
    """Where prices come from."""

    source: Literal["lab", "okx"]
    refresh_seconds: Annotated[float, msgspec.Meta(ge=1, le=8)]
    request_share: Share
    request_timeout_seconds: Annotated[float, msgspec.Meta(gt=0, le=30)]
    stream: bool
    rest_url: HttpAddress | None
    stream_url: SocketAddress | None


class SpotSection(Section, frozen=True):
    """Spot coins; each cadence leaves its keys time for one missed cycle."""

    enabled: bool
    rest_url: HttpAddress | None
    symbols: Annotated[tuple[CoinName, ...], msgspec.Meta(min_length=1, max_length=100)]
    candles_5m_seconds: Annotated[float, msgspec.Meta(ge=5, le=60)]
    candles_1h_seconds: Annotated[float, msgspec.Meta(ge=10, le=150)]
    candles_4h_seconds: Annotated[float, msgspec.Meta(ge=20, le=300)]
    price_seconds: Annotated[float, msgspec.Meta(ge=5, le=30)]
    request_share: Share
    order_reserve: Annotated[float, msgspec.Meta(ge=0, lt=1)]
    request_timeout_seconds: Annotated[float, msgspec.Meta(gt=0, le=30)]


class StocksSection(Section, frozen=True):
    """Stocks."""

    enabled: bool
    rest_url: HttpAddress | None
    symbols: Annotated[tuple[StockName, ...], msgspec.Meta(min_length=1, max_length=100)]
    feed: Literal["iex", "sip"]
    price_seconds: Annotated[float, msgspec.Meta(ge=5, le=60)]
    request_share: Share
    order_reserve: Annotated[float, msgspec.Meta(ge=0, lt=1)]
    request_timeout_seconds: Annotated[float, msgspec.Meta(gt=0, le=30)]


class ScannerSection(Section, frozen=True):
    """What technical analysis looks at besides."""

    reference: CoinName
    watchlist: tuple[ListedName, ...]


class SentimentSection(Section, frozen=True):
    """News about the stocks."""

    enabled: bool
    feeds: Annotated[tuple[FeedAddress, ...], msgspec.Meta(max_length=50)]
    names: dict[StockName, tuple[HeadlineName, ...]]
    refresh_seconds: Annotated[float, msgspec.Meta(ge=10, le=60)]
    request_timeout_seconds: Annotated[float, msgspec.Meta(gt=0, le=30)]
    window_hours: Annotated[float, msgspec.Meta(gt=0, le=168)]
    half_life_hours: Annotated[float, msgspec.Meta(gt=0, le=168)]


class SignalWeightsSection(Section, frozen=True):
    """What each share of a score counts."""

    trend: Weight
    momentum: Weight
    strength: Weight
    scan: Weight
    regime: Weight
    sentiment: Weight


class SignalsSection(Section, frozen=True):
    """The monitor of BUY, HOLD and SELL."""

    enabled: bool
    enter_at: Share
    leave_at: Annotated[float, msgspec.Meta(ge=0, lt=1)]
    min_coverage: Share
    weights: SignalWeightsSection


class FreshnessSection(Section, frozen=True):
    """Ages at which the desk warns and blocks."""

    warn_seconds: Seconds
    block_seconds: Seconds


AnswerModeName = Literal["json_schema", "json_object", "tool", "plain"]
ModelSeconds = Annotated[float, msgspec.Meta(ge=1, le=600)]
Retries = Annotated[int, msgspec.Meta(ge=0, le=5)]
AnswerTokens = Annotated[int, msgspec.Meta(ge=256, le=131_072)]
ToolRounds = Annotated[int, msgspec.Meta(ge=0, le=5)]
ModelName = Annotated[str, msgspec.Meta(min_length=1)]


class FallbackSection(Section, frozen=True):
    """A model that stands in; what is left out is as for most servers."""

    base_url: HttpAddress
    name: ModelName
    mode: AnswerModeName = "json_object"
    stream: bool = True
    timeout_seconds: ModelSeconds = 60
    max_retries: Retries = 1
    max_answer_tokens: AnswerTokens = 4096
    tool_rounds: ToolRounds = 0
    prompt_usd_per_million: Price | None = None
    cached_prompt_usd_per_million: Price | None = None
    completion_usd_per_million: Price | None = None


class BreakerSection(Section, frozen=True):
    """When a model is left alone."""

    failures: Annotated[int, msgspec.Meta(ge=1, le=100)]
    open_seconds: Seconds


class ModelSection(Section, frozen=True):
    """The models that decide."""

    base_url: HttpAddress
    name: ModelName
    mode: AnswerModeName
    stream: bool
    timeout_seconds: ModelSeconds
    max_retries: Retries
    max_answer_tokens: AnswerTokens
    tool_rounds: ToolRounds
    prompt_usd_per_million: Price | None
    cached_prompt_usd_per_million: Price | None
    completion_usd_per_million: Price | None
    fallbacks: Annotated[tuple[FallbackSection, ...], msgspec.Meta(max_length=5)]
    breaker: BreakerSection


class AppFile(Section, frozen=True):
    """app.yaml."""

    server: ServerSection
    market: MarketSection
    spot: SpotSection
    stocks: StocksSection
    scanner: ScannerSection
    sentiment: SentimentSection
    signals: SignalsSection
    freshness: FreshnessSection
    model: ModelSection


class SkipSection(Section, frozen=True):
    """When no model is asked because nothing has changed."""

    enabled: bool
    move_bps: Annotated[float, msgspec.Meta(gt=0, le=1_000)]
    max_in_a_row: Annotated[int, msgspec.Meta(ge=1, le=1_000)]


class CycleSection(Section, frozen=True):
    """How often the desk decides, and with which words it asks."""

    period_seconds: Annotated[float, msgspec.Meta(ge=15, le=86_400)]
    lab_period_seconds: Annotated[float, msgspec.Meta(ge=15, le=86_400)]
    timeout_seconds: Annotated[float, msgspec.Meta(ge=5, le=3_600)]
    prompt: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,39}$")]
    skip_unchanged: SkipSection
    max_pause_cycles: Annotated[int, msgspec.Meta(ge=0, le=1_000)]


Kept = Literal["enforced", "observed"]


class EnforcementSection(Section, frozen=True):
    """In which modes the limits bind, and in which they only watch."""

    simulator: Kept
    paper: Kept
    live: Kept


class RiskSection(Section, frozen=True):
    """The limits."""

    min_confidence: Annotated[float, msgspec.Meta(ge=0, le=1)]
    max_notional_share: Share
    max_exposure_share: Multiple
    max_leverage: Annotated[float, msgspec.Meta(ge=1, le=125)]
    daily_loss_cap: Money
    drawdown_pause_share: Share
    max_orders_per_minute: Annotated[int, msgspec.Meta(ge=1, le=600)]
    max_price_drift_bps: Annotated[float, msgspec.Meta(gt=0, le=1_000)]
    enforcement: EnforcementSection
    grounding: Literal["flagged", "blocking"]


class FeedbackSection(Section, frozen=True):
    """When results teach something, and when a loss is alarming."""

    min_trades: Annotated[int, msgspec.Meta(ge=1, le=500)]
    close_stop_atr: Annotated[float, msgspec.Meta(gt=0, le=100)]
    high_confidence: Annotated[float, msgspec.Meta(ge=0, le=1)]
    alert_over_share: Annotated[float, msgspec.Meta(ge=0, le=10)]


class RunawaySection(Section, frozen=True):
    """What no desk in its senses does; reaching it stops the desk."""

    orders_per_minute: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    notional_per_hour: Money
    loss_per_day: Money


class LiveSection(Section, frozen=True):
    """What trading money takes."""

    approvals: Annotated[int, msgspec.Meta(ge=0, le=5)]


class PromotionSection(Section, frozen=True):
    """What has to be shown in an arena before the next account is traded."""

    required: bool
    contender: Annotated[str, msgspec.Meta(min_length=1, max_length=200)] | None
    min_decisions: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]
    min_days: Annotated[float, msgspec.Meta(gt=0, le=3_650)]
    may_have_seen: bool
    max_drawdown_share: Annotated[float, msgspec.Meta(gt=0, le=1)]


class ModelLimitsSection(Section, frozen=True):
    """What the models may cost, and how often they may fail, before the desk opens nothing."""

    daily_budget_usd: Money | None
    worst_case_usd_per_call: Money | None
    safe_mode_after: Annotated[int, msgspec.Meta(ge=1, le=100)]


class SimulatorSection(Section, frozen=True):
    """What the simulated venue charges, how it keeps positions, and how long an order is on its way."""

    taker_fee_bps: FeeBps
    maker_fee_bps: FeeBps
    position_mode: Literal["net", "long_short"]
    margin_mode: Literal["cross", "isolated"]
    latency_ms: Annotated[float, msgspec.Meta(ge=0, le=10_000)]


class OkxSection(Section, frozen=True):
    """How orders go to OKX."""

    margin_mode: Literal["cross", "isolated"]


class TradingFile(Section, frozen=True):
    """trading.yaml."""

    broker: Literal["simulator", "paper", "live"]
    opening_cash: Money
    symbols: Annotated[tuple[SwapName, ...], msgspec.Meta(min_length=1, max_length=50)]
    model_symbols: tuple[SwapName, ...]
    cycle: CycleSection
    risk: RiskSection
    model_limits: ModelLimitsSection
    simulator: SimulatorSection
    okx: OkxSection
    feedback: FeedbackSection
    runaway: RunawaySection
    live: LiveSection
    promotion: PromotionSection
    equity_point_seconds: Annotated[float, msgspec.Meta(ge=1, le=3_600)]


class LoggingFile(Section, frozen=True):
    """logging.yaml."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"]
    format: Literal["json", "text"]
