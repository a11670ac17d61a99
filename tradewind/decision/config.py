"""What may be set about the model and about the inputs of a decision."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from tradewind.domain.freshness import AgeLimits
from tradewind.domain.instrument import Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """One model behind an OpenAI-compatible chat API."""

    base_url: str = "https://api.deepseek.com"
    model: str = "deepseek-chat"
    api_key: str | None = field(default=None, repr=False)  # None: the server asks for none
    timeout: timedelta = timedelta(seconds=60)
    """For one question, the client's own retries included."""
    max_retries: int = 1
    """After 429, 5xx and lost connections, inside `timeout`."""
    max_answer_tokens: int = 4096
    prompt_usd_per_million: Decimal | None = None
    completion_usd_per_million: Decimal | None = None

    def __post_init__(self) -> None:
        if not self.base_url.startswith(("http://", "https://")):
            raise ValueError(f"base_url must start with http:// or https://, was {self.base_url!r}")
        if not self.model:
            raise ValueError("model must name a model, was empty")
        if not timedelta(0) < self.timeout <= timedelta(minutes=10):
            raise ValueError(f"timeout must be in (0, 10 minutes], was {self.timeout}")
        if not 0 <= self.max_retries <= 5:
            raise ValueError(f"max_retries must be in 0..5, was {self.max_retries}")
        if self.max_answer_tokens < 256:
            raise ValueError(f"max_answer_tokens must be at least 256, was {self.max_answer_tokens}")
        for name in ("prompt_usd_per_million", "completion_usd_per_million"):
            price: Decimal | None = getattr(self, name)
            if price is not None and not (price.is_finite() and price >= 0):
                raise ValueError(f"{name} must not be negative, was {price}")


def _ages(warn_seconds: int, block_seconds: int) -> AgeLimits:
    return AgeLimits(warn_after=timedelta(seconds=warn_seconds), block_after=timedelta(seconds=block_seconds))


@dataclass(frozen=True, slots=True, kw_only=True)
class InputLimits:
    """How old each datum may be; what lives for 300 s in the cache may be that old."""

    ticker: AgeLimits = field(default_factory=AgeLimits)
    order_book: AgeLimits = field(default_factory=AgeLimits)
    funding: AgeLimits = field(default_factory=lambda: _ages(150, 300))
    open_interest: AgeLimits = field(default_factory=lambda: _ages(150, 300))
    candles_15m: AgeLimits = field(default_factory=AgeLimits)
    candles_1h: AgeLimits = field(default_factory=lambda: _ages(150, 300))
    indicators: AgeLimits = field(default_factory=AgeLimits)
    instrument: AgeLimits = field(default_factory=lambda: _ages(1800, 3600))
    signals: AgeLimits = field(default_factory=AgeLimits)
    sentiment: AgeLimits = field(default_factory=lambda: _ages(60, 120))


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionConfig:
    """What the model may trade, and on inputs of what age."""

    symbols: tuple[Symbol, ...]
    limits: InputLimits = field(default_factory=InputLimits)

    def __post_init__(self) -> None:
        if not self.symbols:
            raise ValueError("symbols must name at least one instrument, was empty")
        if len(set(self.symbols)) != len(self.symbols):
            raise ValueError(f"symbols must differ, were {', '.join(self.symbols)}")
