"""The one place that speaks to a model; every failure comes back as a value with its reason.

One question → the request in the form that the server takes → its answer, read while it is written where that is
wanted → a `ModelCall`. The time limit holds for all attempts together.
"""

import asyncio
import json
from datetime import timedelta
from decimal import Decimal

import structlog
from openai import APIConnectionError, APIStatusError, APITimeoutError, AsyncOpenAI, AsyncStream, OpenAIError
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from tradewind.decision.answer_text import storable
from tradewind.decision.completion import LENGTH, Completion, CompletionInProgress, Usage, read_completion
from tradewind.decision.config import ModelConfig
from tradewind.decision.conversation import MOST_REQUESTS, Conversation
from tradewind.decision.market_lookup import LooksUp, payload_of
from tradewind.decision.request_form import Body, RequestForm
from tradewind.decision.retrying import Attempts
from tradewind.decision.thinking import Audience, Thought
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.decision import ModelCall
from tradewind.telemetry.metrics import Metrics

NO_KEY = "none"
"""Sent where the server asks for no key; the library insists on one."""
CUT_OFF = "the answer was cut off by the token limit"
ERROR_LENGTH = 300
REFUSED_AS_PUT = frozenset({400, 422})
"""Statuses with which servers refuse a part of a request that they do not know."""
FREE = Decimal(0)

_log = structlog.get_logger(__name__)


class ModelClient:
    """Asks one model through an OpenAI-compatible chat API."""

    def __init__(
        self,
        config: ModelConfig,
        clock: Clock,
        metrics: Metrics | None = None,
        audience: Audience | None = None,
        lookup: LooksUp | None = None,
    ) -> None:
        self._config = config
        self._clock = clock
        self._metrics = metrics or Metrics()
        self._audience = audience
        self._lookup = lookup  # None: the model sees its prompt and no more
        self._form = RequestForm(
            mode=config.mode,
            is_streamed=config.is_streamed,
            has_lookups=lookup is not None and config.tool_rounds > 0,
        )
        self._client = AsyncOpenAI(
            base_url=config.base_url,
            api_key=config.api_key or NO_KEY,
            timeout=config.timeout.total_seconds(),
            max_retries=0,  # retried here, where the limit of time is known
        )

    @property
    def model(self) -> str:
        """The name that the server knows the model by."""
        return self._config.model

    async def ask(
        self, system_prompt: str, user_prompt: str, earlier: tuple[ModelCall, ...] = ()
    ) -> tuple[ModelCall, ...]:
        """Put one question to this model alone; two questions have twice the time of one together."""
        within = min(self._config.timeout, 2 * self._config.timeout - time_of(earlier))
        return (await self.call(system_prompt, user_prompt, within),)

    async def call(self, system_prompt: str, user_prompt: str, within: timedelta) -> ModelCall:
        """Put one question; `error` says what failed, and no raw answer means that none arrived."""
        started = self._clock.monotonic()
        talk = Conversation(messages=_messages(system_prompt, user_prompt))
        error: str | None = None
        is_free = False
        try:
            async with asyncio.timeout(within.total_seconds()):
                await self._converse(talk, within)
        except (TimeoutError, APITimeoutError):
            error = f"no answer within {within.total_seconds():g} s"
        except APIStatusError as e:
            error = f"the model server answered {e.status_code}: {e.message}"
            is_free = talk.rounds == 0 and not talk.has_lost
        except APIConnectionError as e:
            error = f"no connection to the model server: {e.__cause__ or e}"
        except (OpenAIError, ValueError, RecursionError) as e:
            error = f"the model server's response could not be read: {e}"
        usage = Usage() if error else talk.usage
        raw_answer, fault = (None, error) if error else _answer(talk.last)
        return ModelCall(
            model=self._config.model,
            system_prompt=system_prompt,
            user_prompt=user_prompt,
            raw_answer=raw_answer,
            reasoning_content=talk.last.reasoning if talk.last else None,
            prompt_tokens=usage.prompt_tokens,
            completion_tokens=usage.completion_tokens,
            cost_usd=FREE if is_free else self._cost(usage, talk),
            latency_ms=round((self._clock.monotonic() - started) * 1000),
            error=self._without_key(fault),
            finish_reason=talk.last.finish_reason if talk.last else None,
            cached_tokens=usage.cached_tokens,
            tool_payload_json=payload_of(talk.looked_up),
        )

    def _cost(self, usage: Usage, talk: Conversation) -> Decimal | None:
        if talk.has_lost:
            return None
        return self._config.cost_usd(usage.prompt_tokens, usage.cached_tokens, usage.completion_tokens)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def _converse(self, talk: Conversation, within: timedelta) -> None:
        """Let the model look up what it wants to see, for as many rounds as it may, until it answers."""
        rounds = 0 if self._lookup is None else self._config.tool_rounds
        while True:
            may_look_up = talk.rounds < rounds
            completion = await self._completion(talk, within, may_look_up=may_look_up)
            requests = talk.take(completion)[:MOST_REQUESTS]
            if not (requests and may_look_up and completion and self._lookup):
                return
            talk.answer(completion, [await self._lookup.look_up(each.arguments) for each in requests])

    async def _completion(
        self, talk: Conversation, within: timedelta, *, may_look_up: bool
    ) -> Completion | None:
        attempts = Attempts(self._config.max_retries, within, self._clock)
        while True:
            try:
                return await self._respond(talk.messages, may_look_up=may_look_up)
            except APIStatusError as e:
                if e.status_code in REFUSED_AS_PUT and self._yields_to(e):
                    continue
                if not await attempts.pause(e.status_code, e.response.headers.get("retry-after")):
                    raise
            except APITimeoutError:
                raise
            except APIConnectionError:
                talk.has_lost = True
                if not await attempts.pause(None, None):
                    raise

    def _yields_to(self, refusal: APIStatusError) -> bool:
        """Leave out for good what a server refuses; False when there is nothing to leave out."""
        lesser = self._form.without(f"{refusal.message} {refusal.body}")
        if lesser is None:
            return False
        _log.warning("request_reduced", model=self.model, before=self._form, after=lesser)
        self._metrics.model_requests_reduced.labels(model=self.model).inc()
        self._form = lesser
        return True

    async def _respond(self, messages: list[Body], *, may_look_up: bool) -> Completion | None:
        body = self._form.body(self._config, messages, may_look_up=may_look_up)
        if not self._form.is_streamed:
            whole = await self._client.post("/chat/completions", cast_to=ChatCompletion, body=body)
            return read_completion(whole)
        stream = await self._client.post(
            "/chat/completions",
            cast_to=ChatCompletion,
            body=body,
            stream=True,
            stream_cls=AsyncStream[ChatCompletionChunk],
        )
        async with stream:
            if "json" in stream.response.headers.get("content-type", ""):
                return await self._unstreamed(stream)
            return await self._heard(stream)

    async def _heard(self, stream: AsyncStream[ChatCompletionChunk]) -> Completion | None:
        """Read a stream to its end; ValueError when it breaks off."""
        answer, started_at = CompletionInProgress(), self._clock.now()
        try:
            async for chunk in stream:
                answer.take(chunk)
                self._tell(answer, started_at, is_over=False)
        finally:
            self._tell(answer, started_at, is_over=True)
        completion = answer.finished()
        if completion is not None and completion.finish_reason is None:
            raise ValueError("the stream broke off before the end of the answer")
        return completion

    def _tell(self, answer: CompletionInProgress, started_at: Instant, *, is_over: bool) -> None:
        if self._audience is not None:
            thought = Thought(
                model=self.model,
                started_at=started_at,
                reasoning=answer.reasoning_end,
                answer=answer.text_end,
                is_over=is_over,
            )
            self._audience.hear(thought)

    async def _unstreamed(self, stream: AsyncStream[ChatCompletionChunk]) -> Completion | None:
        _log.warning("stream_refused", model=self.model)
        whole: object = json.loads(await stream.response.aread())
        return read_completion(ChatCompletion.construct(**whole)) if isinstance(whole, dict) else None

    def _without_key(self, error: str | None) -> str | None:
        # Some servers repeat the key in their refusal.
        if error and self._config.api_key:
            error = error.replace(self._config.api_key, "[key]")
        return storable(error)[:ERROR_LENGTH] if error else None


def time_of(calls: tuple[ModelCall, ...]) -> timedelta:
    """Return how long `calls` took together."""
    return timedelta(milliseconds=sum(call.latency_ms for call in calls))


def _messages(system_prompt: str, user_prompt: str) -> list[Body]:
    return [{"role": "system", "content": system_prompt}, {"role": "user", "content": user_prompt}]


def _answer(completion: Completion | None) -> tuple[str | None, str | None]:
    """Return the text of the answer and what is wrong with it."""
    if completion is None:
        return None, "the model server's response is not a chat completion"
    fault = CUT_OFF if completion.finish_reason == LENGTH else None
    if not completion.answer.strip():
        return "", fault or "the answer was empty"
    return completion.answer, fault
