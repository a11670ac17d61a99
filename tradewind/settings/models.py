"""Settings → the models that decide, in their order, and what they may cost."""

from datetime import timedelta
from decimal import Decimal

from tradewind.decision.config import AnswerMode, ModelConfig
from tradewind.decision.models_config import BreakerConfig, BudgetConfig, ModelsConfig, budget_of
from tradewind.settings.files import FallbackSection, ModelSection
from tradewind.settings.process import Settings

LAB_MODEL = "lab-rules"
SHARE_OF_CYCLE = 0.8
"""Of a cycle's time: what the models may take of it, so that what they said is still recorded."""
FREE = Decimal(0)


def models_config(settings: Settings, lab_chat_url: str | None) -> ModelsConfig:
    """Return which models decide: the configured ones where there is a key, else the lab's rule policy alone."""
    chosen = settings.app.model
    if settings.model_api_key is None and lab_chat_url is not None:
        models: tuple[ModelConfig, ...] = (_rule_policy(lab_chat_url, is_streamed=chosen.stream),)
    else:
        keys = (*settings.fallback_api_keys, *[None] * len(chosen.fallbacks))
        models = (
            _model(chosen, settings.model_api_key),
            *(_model(each, key) for each, key in zip(chosen.fallbacks, keys, strict=False)),
        )
    return ModelsConfig(
        models=models,
        total=timedelta(seconds=settings.trading.cycle.timeout_seconds * SHARE_OF_CYCLE),
        breaker=BreakerConfig(
            failures=chosen.breaker.failures, open_for=timedelta(seconds=chosen.breaker.open_seconds)
        ),
    )


def budget_config(settings: Settings, lab_chat_url: str | None) -> BudgetConfig:
    """Return what the models may cost; ValueError when that is set and the price of one is unknown."""
    chosen = settings.trading.model_limits
    return budget_of(
        _money(chosen.daily_budget_usd),
        _money(chosen.worst_case_usd_per_call),
        models_config(settings, lab_chat_url).models,
    )


def _rule_policy(lab_chat_url: str, *, is_streamed: bool) -> ModelConfig:
    return ModelConfig(
        base_url=lab_chat_url,
        model=LAB_MODEL,
        is_streamed=is_streamed,
        prompt_usd_per_million=FREE,
        completion_usd_per_million=FREE,
    )


def _model(chosen: ModelSection | FallbackSection, api_key: str | None) -> ModelConfig:
    return ModelConfig(
        base_url=chosen.base_url,
        model=chosen.name,
        api_key=api_key,
        mode=AnswerMode(chosen.mode),
        is_streamed=chosen.stream,
        timeout=timedelta(seconds=chosen.timeout_seconds),
        max_retries=chosen.max_retries,
        max_answer_tokens=chosen.max_answer_tokens,
        tool_rounds=chosen.tool_rounds,
        prompt_usd_per_million=_price(chosen.prompt_usd_per_million),
        cached_prompt_usd_per_million=_price(chosen.cached_prompt_usd_per_million),
        completion_usd_per_million=_price(chosen.completion_usd_per_million),
    )


def _price(price: float | None) -> Decimal | None:
    return None if price is None else Decimal(str(price))


def _money(amount: str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)
