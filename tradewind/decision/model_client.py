"""The one place that speaks to a model; every failure comes back as a value with its reason."""

import asyncio
from decimal import Decimal

from openai import APIConnectionError, APIStatusError, APITimeoutError, AsyncOpenAI, OpenAIError

from tradewind.decision.answer_text import storable
from tradewind.decision.config import ModelConfig
from tradewind.domain.clock import Clock
from tradewind.domain.decision import ModelCall

NO_KEY = "none"
"""Sent where the server asks for no key; the library insists on one."""
CUT_OFF = "the answer was cut off by the token limit"
ERROR_LENGTH = 300
_MILLION = Decimal(1_000_000)


class ModelClient:
    """Asks one model through an OpenAI-compatible chat API."""

    def __init__(self, config: ModelConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock
        self._client = AsyncOpenAI(
            base_url=config.base_url,
            api_key=config.api_key or NO_KEY,
            timeout=config.timeout.total_seconds(),
            max_retries=config.max_retries,
        )

    @property
    def model(self) -> str:
        """The name that the server knows the model by."""
        return self._config.model

    async def ask(self, system_prompt: str, user_prompt: str) -> ModelCall:
        """Put one question; `error` says what failed, and no raw answer means that none arrived."""
        started = self._clock.monotonic()
        completion: object = None
        error: str | None = None
        try:
            async with asyncio.timeout(self._config.timeout.total_seconds()):
                completion = await self._complete(system_prompt, user_prompt)
        except (TimeoutError, APITimeoutError):
            error = f"no answer within {self._config.timeout.total_seconds():g} s"
        except APIStatusError as e:
            error = f"the model server answered {e.status_code}: {e.message}"
        except APIConnectionError as e:
            error = f"no connection to the model server: {e.__cause__ or e}"
        except (OpenAIError, ValueError, RecursionError) as e:
            error = f"the model server's response could not be read: {e}"
        latency_ms = round((self._clock.monotonic() - started) * 1000)
        return self._call(system_prompt, user_prompt, completion, error, latency_ms)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _complete(self, system_prompt: str, user_prompt: str) -> object:
        return await self._client.chat.completions.create(
            model=self._config.model,
            messages=[
                {"role": "system", "content": system_prompt},
                {"role": "user", "content": user_prompt},
            ],
            response_format={"type": "json_object"},
            temperature=0,
            max_tokens=self._config.max_answer_tokens,
        )

    def _call(
        self, system_prompt: str, user_prompt: str, completion: object, error: str | None, latency_ms: int
    ) -> ModelCall:
        raw_answer, fault = (None, error) if error else _answer(completion)
        prompt_tokens, completion_tokens = _tokens(completion)
        return ModelCall(
            model=self._config.model,
            system_prompt=system_prompt,
            user_prompt=user_prompt,
            raw_answer=raw_answer,
            reasoning_content=_reasoning(completion),
            prompt_tokens=prompt_tokens,
            completion_tokens=completion_tokens,
            cost_usd=self._cost(prompt_tokens, completion_tokens),
            latency_ms=latency_ms,
            error=self._without_key(fault),
        )

    def _cost(self, prompt_tokens: int | None, completion_tokens: int | None) -> Decimal | None:
        prompt_price = self._config.prompt_usd_per_million
        completion_price = self._config.completion_usd_per_million
        if (
            prompt_tokens is None
            or completion_tokens is None
            or prompt_price is None
            or completion_price is None
        ):
            return None
        return (prompt_tokens * prompt_price + completion_tokens * completion_price) / _MILLION

    def _without_key(self, error: str | None) -> str | None:
        # Some servers repeat the key in their refusal.
        if error and self._config.api_key:
            error = error.replace(self._config.api_key, "[key]")
        return storable(error)[:ERROR_LENGTH] if error else None


def _answer(completion: object) -> tuple[str | None, str | None]:
    """Return the text of the answer and what is wrong with it; the library does not validate responses."""
    choice = _choice(completion)
    if choice is None:
        return None, "the model server's response is not a chat completion"
    content = getattr(getattr(choice, "message", None), "content", None)
    fault = CUT_OFF if getattr(choice, "finish_reason", None) == "length" else None
    if not isinstance(content, str) or not content.strip():
        return "", fault or "the answer was empty"
    return storable(content), fault


def _reasoning(completion: object) -> str | None:
    # DeepSeek's field, outside the library's types: https://api-docs.deepseek.com/guides/reasoning_model
    text = getattr(getattr(_choice(completion), "message", None), "reasoning_content", None)
    return storable(text) if isinstance(text, str) and text else None


def _choice(completion: object) -> object | None:
    choices = getattr(completion, "choices", None)
    return choices[0] if isinstance(choices, list) and choices else None


def _tokens(completion: object) -> tuple[int | None, int | None]:
    usage = getattr(completion, "usage", None)
    return _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")


def _count(usage: object, name: str) -> int | None:
    count = getattr(usage, name, None)
    return count if isinstance(count, int) and count >= 0 else None
