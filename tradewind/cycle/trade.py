"""One tick: account → bundle → decision → verdicts → record → orders → notice.

The record is committed before any order leaves, whatever the outcome.
"""

from collections.abc import Sequence
from dataclasses import replace

from tradewind.bus.cache import BusUnavailable
from tradewind.bus.codec import encode
from tradewind.cycle.judgement import judge
from tradewind.cycle.judging import announce, count_refusals, gather_for, review_inputs
from tradewind.cycle.ports import Mandate, Ports
from tradewind.cycle.review import ReviewInputs
from tradewind.cycle.skip import Seen
from tradewind.cycle.stored_review import circumstances_json, limits_json
from tradewind.decision.bundle import Bundle
from tradewind.decision.decide import Decision
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.decision import DecisionRecord, Outcome, Trigger, hash_of
from tradewind.domain.ids import DecisionId
from tradewind.domain.order import OrderPurpose
from tradewind.risk.verdict import Approved, Refused


class TradeCycle:
    """One portfolio's cycle."""

    def __init__(self, ports: Ports, mandate: Mandate) -> None:
        self._ports = ports
        self._mandate = mandate

    async def run(self, trigger: Trigger) -> Outcome:
        """Decide once and act on it; BusUnavailable or LedgerUnavailable: nothing was sent without a record."""
        account = await self._ports.accounts.snapshot(self._mandate.portfolio_id)
        bundle = await self._bundle(account)
        seen = self._seen(bundle, account)
        if trigger is Trigger.SCHEDULE:
            why = self._ports.skip_gate.reason(seen, self._mandate.pacing.skip)
            if why is not None:
                return await self._skip(trigger, seen, why)
        self._ports.skip_gate.decided(None)  # a cycle that is cut short leaves nothing to rest on
        decision = await self._ports.decider.decide(bundle, account, self._mandate.limits)
        bundle = bundle.joined(decision.looked_up)
        async with self._ports.turn:
            inputs = await self._review_inputs(decision, bundle)
            draft = self._draft(trigger, bundle, account, decision)
            judgement = judge(draft.decision_id, decision.proposals, inputs, decision.flags)
            record = replace(
                draft,
                items=judgement.items,
                review_json=None if inputs is None else circumstances_json(inputs),
            )
            await self._ports.decisions.add(record)
            await self._execute(record.decision_id, judgement.verdicts)
        self._pace(record, seen)
        self._count(record, judgement.verdicts)
        if self._mandate.is_traced:
            await announce(self._ports, record)
        return record.outcome

    async def _bundle(self, account: AccountSnapshot) -> Bundle:
        bundle = await gather_for(self._ports, self._mandate, account)
        memory = self._ports.recollection
        return bundle if memory is None else await memory.recall(bundle, account)

    def _seen(self, bundle: Bundle, account: AccountSnapshot) -> Seen:
        terms = (self._mandate.settings_version, self._ports.decider.model)
        return Seen(bundle=bundle, account=account, terms=terms)

    async def _skip(self, trigger: Trigger, seen: Seen, why: str) -> Outcome:
        """Record in few words that nobody was asked; the inputs of the last decision say the rest."""
        outcome = Outcome.SKIPPED
        decision = Decision(outcome=outcome, why=why, calls=(), reasoning=None, proposals=(), unreadable=())
        bundle = replace(seen.bundle, inputs=(), sha256=hash_of(()))
        record = self._draft(trigger, bundle, seen.account, decision)
        await self._ports.decisions.add(record)
        await announce(self._ports, record)
        return outcome

    def _pace(self, record: DecisionRecord, seen: Seen) -> None:
        """Remember what was decided on, and sit out as many beats as the model asked for and may."""
        # A trade may have been refused or rejected: whether it is still wanted only the next answer says.
        is_traded = any(item.proposal.action.is_trade for item in record.items)
        is_decided = record.outcome is Outcome.DECIDED
        self._ports.skip_gate.decided(seen if is_decided and not is_traded else None)
        asked = record.pause_cycles or 0
        self._ports.pause.begin(min(asked, self._mandate.pacing.max_pause_cycles), record.decision_id)

    async def _review_inputs(self, decision: Decision, bundle: Bundle) -> ReviewInputs | None:
        """Read the account and the prices of now, by which trades are judged: the model may have thought for a minute.

        They are kept without a trade too, so that another answer to the same bundle can be judged; None: nobody was
        asked, or they could not be read and nothing hangs on them.
        """
        if decision.outcome is Outcome.BLOCKED:
            return None
        traded = [proposal.symbol for proposal in decision.proposals if proposal.action.is_trade]
        if not (traded or self._mandate.is_traced):
            return None
        symbols = tuple(dict.fromkeys([*(ticker.symbol for ticker in bundle.tickers), *traded]))
        try:
            return await review_inputs(self._ports, self._mandate, symbols, bundle)
        except BusUnavailable:
            if traded:
                raise
            return None

    def _draft(
        self, trigger: Trigger, bundle: Bundle, account: AccountSnapshot, decision: Decision
    ) -> DecisionRecord:
        """Return the record of a decision that is not judged yet."""
        is_whole = self._mandate.is_traced or bool(decision.proposals)
        return DecisionRecord(
            decision_id=self._ports.ids.decision_id(),
            portfolio_id=self._mandate.portfolio_id,
            created_at=self._ports.clock.now(),
            trigger=trigger,
            outcome=decision.outcome,
            why=decision.why,
            model=self._ports.decider.model,
            bundle_sha256=bundle.sha256,
            bundle=bundle.inputs,
            account_json=encode(account) if is_whole else b"",
            calls=decision.calls,
            reasoning=decision.reasoning,
            items=(),
            unreadable=decision.unreadable,
            settings_version=self._mandate.settings_version,
            as_of=bundle.as_of,
            prompt_version=decision.prompt_version,
            limits_json=limits_json(self._mandate) if is_whole else None,
            pause_cycles=decision.pause_cycles,
        )

    async def _execute(self, decision_id: DecisionId, verdicts: Sequence[Approved | Refused]) -> None:
        for verdict in verdicts:
            if not isinstance(verdict, Approved):
                continue
            if verdict.purpose is OrderPurpose.STOP:
                await self._ports.execution.move_protection(verdict, decision_id)
            else:
                await self._ports.execution.execute(verdict, decision_id)

    def _count(self, record: DecisionRecord, verdicts: Sequence[Approved | Refused]) -> None:
        metrics = self._ports.metrics
        for call in record.calls:
            metrics.model_calls.labels(model=call.model, result="failed" if call.error else "answered").inc()
            metrics.model_seconds.labels(model=call.model).observe(call.latency_ms / 1000)
        metrics.refusals.labels(gate="answer").inc(len(record.unreadable))
        count_refusals(self._ports, verdicts)
