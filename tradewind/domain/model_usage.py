"""What models were used for, and at what price."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """The calls of one model over a stretch of time."""

    model: str
    calls: int
    failed_calls: int  # that brought no answer
    prompt_tokens: int  # as far as the server counted them, the cached ones included
    cached_tokens: int
    completion_tokens: int
    cost_usd: Decimal  # of the calls whose cost is known
    unpriced_calls: int  # those whose cost is not
