"""The models of a desk in a line: whoever answers first decides, and who keeps failing is left alone for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog

from tradewind.decision.breaker import Breaker, Circuit
from tradewind.decision.market_lookup import LooksUp
from tradewind.decision.model_client import ModelClient, time_of
from tradewind.decision.models_config import ModelsConfig
from tradewind.decision.thinking import Audience
from tradewind.domain.clock import Clock
from tradewind.domain.decision import ModelCall, call_not_made
from tradewind.telemetry.metrics import Metrics

NO_TIME = timedelta(0)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelStanding:
    """How one model of the line is doing."""

    model: str
    circuit: Circuit
    failures: int  # in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    client: ModelClient
    timeout: timedelta
    breaker: Breaker


class ModelLine:
    """Asks the first model, and each next one only when those before it gave no answer."""

    def __init__(
        self,
        config: ModelsConfig,
        clock: Clock,
        metrics: Metrics,
        audience: Audience | None = None,
        lookup: LooksUp | None = None,
    ) -> None:
        self._total = config.total
        self._metrics = metrics
        self._members = tuple(
            _Member(
                client=ModelClient(model, clock, metrics, audience, lookup),
                timeout=model.timeout,
                breaker=Breaker(config.breaker, clock),
            )
            for model in config.models
        )

    @property
    def model(self) -> str:
        """The name of the model that is asked first."""
        return self._members[0].client.model

    def standings(self) -> Sequence[ModelStanding]:
        """Return how each model is doing, in their order."""
        return [
            ModelStanding(
                model=each.client.model, circuit=each.breaker.circuit, failures=each.breaker.failures
            )
            for each in self._members
        ]

    async def ask(
        self, system_prompt: str, user_prompt: str, earlier: tuple[ModelCall, ...] = ()
    ) -> tuple[ModelCall, ...]:
        """Put one question; the last call answers it, or says why nobody did.

        A model that gave no answer `earlier` in the decision is not asked again, and all of it stays in `total`.
        """
        silent = {call.model for call in earlier if call.raw_answer is None}
        calls: tuple[ModelCall, ...] = ()
        for member in self._members:
            within = min(member.timeout, self._total - time_of(earlier) - time_of(calls))
            if member.client.model in silent or within <= NO_TIME or not member.breaker.admits():
                continue
            call = await member.client.call(system_prompt, user_prompt, within)
            calls = (*calls, call)
            self._note(member, call)
            if call.raw_answer is not None:
                return calls
        return calls or (self._nobody(system_prompt, user_prompt),)

    async def aclose(self) -> None:
        """Close the connections."""
        for member in self._members:
            await member.client.aclose()

    def _note(self, member: _Member, call: ModelCall) -> None:
        self._count(call)
        if call.raw_answer is not None:
            member.breaker.succeeded()
        else:
            member.breaker.failed()
            self._metrics.model_fallbacks.labels(model=call.model).inc()
            _log.warning(
                "model_failed",
                model=call.model,
                error=call.error,
                failures=member.breaker.failures,
                circuit=member.breaker.circuit,
            )
        is_open = member.breaker.circuit is not Circuit.CLOSED
        self._metrics.model_circuit_open.labels(model=call.model).set(is_open)

    def _count(self, call: ModelCall) -> None:
        counts = {
            "prompt": call.prompt_tokens,
            "cached": call.cached_tokens,
            "completion": call.completion_tokens,
        }
        for kind, count in counts.items():
            self._metrics.model_tokens.labels(model=call.model, kind=kind).inc(count or 0)
        self._metrics.model_cost_usd.labels(model=call.model).inc(float(call.cost_usd or 0))

    def _nobody(self, system_prompt: str, user_prompt: str) -> ModelCall:
        """Return the call that was not made."""
        waits = ", ".join(
            f"{each.client.model} for {each.breaker.seconds_left:.0f} s" for each in self._members
        )
        why = f"no model may be asked: left alone after failures are {waits}"
        return call_not_made(self.model, system_prompt, user_prompt, why)
