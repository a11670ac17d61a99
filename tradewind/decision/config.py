"""What may be set about the model and about the inputs of a decision."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from tradewind.domain.freshness import AgeLimits
from tradewind.domain.instrument import Symbol

LARGEST_PROMPT_TOKENS = 128_000
"""What a call of unknown cost is taken to have read."""
PRICES = ("prompt_usd_per_million", "cached_prompt_usd_per_million", "completion_usd_per_million")
_MILLION = Decimal(1_000_000)


class AnswerMode(StrEnum):
    """How a server is made to answer in JSON."""

    JSON_SCHEMA = "json_schema"
    """The server holds the model to the schema of an answer."""
    JSON_OBJECT = "json_object"
    """The server holds the model to some JSON object."""
    TOOL = "tool"
    """The answer is the argument of a function that the model has to call."""
    PLAIN = "plain"
    """Nothing but the prompt asks for JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelConfig:
    """One model behind an OpenAI-compatible chat API."""

    base_url: str = "https://api.deepseek.com"
    model: str = "deepseek-chat"
    api_key: str | None = field(default=None, repr=False)  # None: the server asks for none
    mode: AnswerMode = AnswerMode.JSON_OBJECT
    is_streamed: bool = False
    """Whether the answer is read while it is written."""
    timeout: timedelta = timedelta(seconds=60)
    """For one question, all retries included."""
    max_retries: int = 1
    """After 408, 409, 429, 5xx and lost connections, inside `timeout`."""
    max_answer_tokens: int = 4096
    tool_rounds: int = 0
    """How often the model may ask to see more before it answers, inside `timeout`."""
    prompt_usd_per_million: Decimal | None = None
    cached_prompt_usd_per_million: Decimal | None = None  # None: as much as the others
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
        if not 0 <= self.tool_rounds <= 5:
            raise ValueError(f"tool_rounds must be in 0..5, was {self.tool_rounds}")
        for name in PRICES:
            price: Decimal | None = getattr(self, name)
            if price is not None and not (price.is_finite() and price >= 0):
                raise ValueError(f"{name} must not be negative, was {price}")

    def cost_usd(
        self, prompt_tokens: int | None, cached_tokens: int | None, completion_tokens: int | None
    ) -> Decimal | None:
        """Return what a call cost, None where a price or a count is unknown."""
        price, completion_price = self.prompt_usd_per_million, self.completion_usd_per_million
        if prompt_tokens is None or completion_tokens is None or price is None or completion_price is None:
            return None
        cached_price = (
            price if self.cached_prompt_usd_per_million is None else self.cached_prompt_usd_per_million
        )
        cached = min(cached_tokens or 0, prompt_tokens)
        prompt_cost = (prompt_tokens - cached) * price + cached * cached_price
        return (prompt_cost + completion_tokens * completion_price) / _MILLION

    @property
    def worst_case_usd(self) -> Decimal | None:
        """What the dearest call costs; None where a price is unknown."""
        return self.cost_usd(LARGEST_PROMPT_TOKENS, 0, self.max_answer_tokens)


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
