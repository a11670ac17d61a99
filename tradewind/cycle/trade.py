"""One tick: account → bundle → decision → verdicts → record → orders → notice.

The record is committed before any order leaves, whatever the outcome.
"""

from collections.abc import Sequence

from tradewind.bus.codec import encode
from tradewind.cycle.judging import announce, count_refusals, gather_for, review_inputs, reviewed
from tradewind.cycle.ports import Mandate, Ports
from tradewind.cycle.review import in_review_order, review_all
from tradewind.decision.bundle import Bundle
from tradewind.decision.decide import Decision
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.decision import DecisionRecord, Outcome, Proposal, ReviewedProposal, Trigger
from tradewind.domain.ids import DecisionId
from tradewind.risk.verdict import Approved, Refused


class TradeCycle:
    """One portfolio's cycle."""

    def __init__(self, ports: Ports, mandate: Mandate) -> None:
        self._ports = ports
        self._mandate = mandate

    async def run(self, trigger: Trigger) -> Outcome:
        """Decide once and act on it; BusUnavailable or LedgerUnavailable: nothing was sent without a record."""
        account = await self._ports.accounts.snapshot(self._mandate.portfolio_id)
        bundle = await gather_for(self._ports, self._mandate, account)
        decision = await self._ports.decider.decide(bundle, account, self._mandate.limits)
        async with self._ports.turn:
            verdicts = await self._review(decision.proposals, bundle)
            record = self._record(trigger, bundle, account, decision, verdicts)
            await self._ports.decisions.add(record)
            await self._execute(record.decision_id, verdicts)
        self._count(record, verdicts)
        await announce(self._ports, record)
        return record.outcome

    async def _review(self, proposals: Sequence[Proposal], bundle: Bundle) -> list[Approved | Refused]:
        """Judge the trades by the account and the prices of now: the model may have thought for a minute."""
        trades = [proposal for proposal in proposals if proposal.action.is_trade]
        if not trades:
            return []
        symbols = [trade.symbol for trade in trades]
        return review_all(trades, await review_inputs(self._ports, self._mandate, symbols, bundle))

    def _record(
        self,
        trigger: Trigger,
        bundle: Bundle,
        account: AccountSnapshot,
        decision: Decision,
        verdicts: Sequence[Approved | Refused],
    ) -> DecisionRecord:
        decision_id = self._ports.ids.decision_id()
        return DecisionRecord(
            decision_id=decision_id,
            portfolio_id=self._mandate.portfolio_id,
            created_at=self._ports.clock.now(),
            trigger=trigger,
            outcome=decision.outcome,
            why=decision.why,
            model=self._ports.decider.model,
            bundle_sha256=bundle.sha256,
            bundle=bundle.inputs,
            account_json=encode(account),
            calls=decision.calls,
            reasoning=decision.reasoning,
            items=self._items(decision_id, decision.proposals, verdicts),
            unreadable=decision.unreadable,
            settings_version=self._mandate.settings_version,
        )

    def _items(
        self, decision_id: DecisionId, proposals: Sequence[Proposal], verdicts: Sequence[Approved | Refused]
    ) -> tuple[ReviewedProposal, ...]:
        by_proposal = {verdict.proposal: verdict for verdict in verdicts}
        return tuple(
            reviewed(decision_id, proposal, by_proposal.get(proposal))
            for proposal in in_review_order(proposals)
        )

    async def _execute(self, decision_id: DecisionId, verdicts: Sequence[Approved | Refused]) -> None:
        for verdict in verdicts:
            if isinstance(verdict, Approved):
                await self._ports.execution.execute(verdict, decision_id)

    def _count(self, record: DecisionRecord, verdicts: Sequence[Approved | Refused]) -> None:
        metrics = self._ports.metrics
        for call in record.calls:
            metrics.model_calls.labels(model=call.model, result="failed" if call.error else "answered").inc()
            metrics.model_seconds.labels(model=call.model).observe(call.latency_ms / 1000)
        metrics.refusals.labels(gate="answer").inc(len(record.unreadable))
        count_refusals(self._ports, verdicts)
