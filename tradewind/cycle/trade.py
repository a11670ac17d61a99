"""One tick: account → bundle → decision → verdicts → record → orders → notice.

The record is committed before any order leaves, whatever the outcome.
"""

from collections.abc import Sequence
from datetime import timedelta

import structlog

from tradewind.bus import keys
from tradewind.bus.cache import Batch, BusUnavailable
from tradewind.bus.codec import encode
from tradewind.bus.messages import DecisionNotice
from tradewind.cycle.live import live_markets
from tradewind.cycle.ports import Mandate, Ports
from tradewind.cycle.review import ReviewInputs, in_review_order, review_all
from tradewind.decision.bundle import Bundle, gather
from tradewind.decision.decide import Decision
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.clock import Instant
from tradewind.domain.decision import DecisionRecord, Outcome, Proposal, ReviewedProposal, Trigger
from tradewind.domain.ids import DecisionId
from tradewind.orders import client_id_for
from tradewind.risk.verdict import Approved, Refused

_log = structlog.get_logger(__name__)


class TradeCycle:
    """One portfolio's cycle."""

    def __init__(self, ports: Ports, mandate: Mandate) -> None:
        self._ports = ports
        self._mandate = mandate

    async def run(self, trigger: Trigger) -> Outcome:
        """Decide once and act on it; BusUnavailable or LedgerUnavailable: nothing was sent without a record."""
        account = await self._ports.accounts.snapshot(self._mandate.portfolio_id)
        bundle = await self._gather(account)
        decision = await self._ports.decider.decide(bundle, account, self._mandate.limits)
        verdicts = await self._review(decision.proposals, bundle)
        record = self._record(trigger, bundle, account, decision, verdicts)
        await self._ports.decisions.add(record)
        await self._execute(record.decision_id, verdicts)
        self._count(record, verdicts)
        await self._publish(record)
        return record.outcome

    async def _gather(self, account: AccountSnapshot) -> Bundle:
        held = [position.symbol for position in account.positions]
        symbols = tuple(dict.fromkeys([*self._mandate.decision.symbols, *held]))
        return await gather(self._ports.cache, symbols, self._ports.clock, self._mandate.decision.limits)

    async def _review(self, proposals: Sequence[Proposal], bundle: Bundle) -> list[Approved | Refused]:
        """Judge the trades by the account and the prices of now: the model may have thought for a minute."""
        trades = [proposal for proposal in proposals if proposal.action.is_trade]
        if not trades:
            return []
        portfolio_id, clock = self._mandate.portfolio_id, self._ports.clock
        limits = self._mandate.decision.limits
        a_minute_ago = Instant.of(clock.now() - timedelta(minutes=1))
        # Before the account: an order that fills in between counts twice, the other way round not at all.
        unfinished = await self._ports.orders.unfinished(portfolio_id)
        inputs = ReviewInputs(
            bundle=bundle,
            account=await self._ports.accounts.snapshot(portfolio_id),
            markets=await live_markets(self._ports.cache, [trade.symbol for trade in trades], clock, limits),
            tradable=self._mandate.decision.symbols,
            unfinished=unfinished,
            orders_last_minute=await self._ports.orders.count_since(portfolio_id, a_minute_ago),
            limits=self._mandate.limits,
            blocks={
                trade.symbol: block
                for trade in trades
                if (block := self._ports.execution.opening_block(trade.symbol)) is not None
            },
        )
        return review_all(trades, inputs)

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
        )

    def _items(
        self, decision_id: DecisionId, proposals: Sequence[Proposal], verdicts: Sequence[Approved | Refused]
    ) -> tuple[ReviewedProposal, ...]:
        by_proposal = {verdict.proposal: verdict for verdict in verdicts}
        return tuple(
            self._item(decision_id, proposal, by_proposal.get(proposal))
            for proposal in in_review_order(proposals)
        )

    def _item(
        self, decision_id: DecisionId, proposal: Proposal, verdict: Approved | Refused | None
    ) -> ReviewedProposal:
        """Return the proposal with its verdict; holding and staying out are nothing to refuse."""
        return ReviewedProposal(
            proposal=proposal,
            is_approved=not isinstance(verdict, Refused),
            reason=verdict.reason if isinstance(verdict, Refused) else None,
            verdicts=verdict.verdicts if verdict else (),
            client_order_id=client_id_for(decision_id, verdict) if isinstance(verdict, Approved) else None,
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
        for verdict in verdicts:
            for gate in verdict.verdicts if isinstance(verdict, Refused) else ():
                if not gate.passed:
                    metrics.refusals.labels(gate=gate.gate).inc()

    async def _publish(self, record: DecisionRecord) -> None:
        notice = DecisionNotice(
            decision_id=record.decision_id, summary=_summary(record), timestamp=self._ports.clock.now()
        )
        batch = Batch(keys.Source.TRADER_BOT)
        batch.publish(keys.DECISION_UPDATE, notice, summary=notice.summary)
        try:
            await self._ports.cache.write(batch)
        except BusUnavailable as e:
            _log.warning("decision_notice_lost", decision_id=record.decision_id, error=str(e))


def _summary(record: DecisionRecord) -> str:
    if record.outcome is not Outcome.DECIDED:
        return f"{record.outcome}: {record.why}"
    orders = sum(item.client_order_id is not None for item in record.items)
    refused = sum(not item.is_approved for item in record.items)
    return f"{orders} orders, {refused} refused, {len(record.unreadable)} unreadable"
