"""Orders by hand: the same gates, the same record before anything leaves, the same way out as a decision's.

A close by hand needs neither market nor cache, and leaves from a halted desk too.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from weakref import WeakValueDictionary

import structlog

from tradewind.bus.cache import BusUnavailable
from tradewind.bus.codec import encode
from tradewind.cycle.hand_order import (
    REQUEST_KEY,
    HandOrder,
    closing_situation,
    keyed_id,
    part_verdict,
)
from tradewind.cycle.judgement import reviewed
from tradewind.cycle.judging import announce, count_refusals, gather_for, review_inputs
from tradewind.cycle.live import live_markets
from tradewind.cycle.ports import Mandate, OrderPorts
from tradewind.cycle.review import ReviewInputs, review_one
from tradewind.cycle.stored_review import circumstances_json, limits_json
from tradewind.decision.bundle import Bundle
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.decision import (
    Action,
    DecisionRecord,
    Outcome,
    ReviewedProposal,
    Trigger,
    hash_of,
)
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import OrderKind, OrderPurpose, OrderRecord
from tradewind.orders.amendment import Amended, Change, amendable, raises_risk
from tradewind.risk.gates import review
from tradewind.risk.verdict import Approved, Refused

_log = structlog.get_logger(__name__)

NAME = "by hand"


class KeyReused(ValueError):
    """The idempotency key stands for another order already."""


class CloseOnItsWay(Exception):
    """A close of the whole position was sent and is not through; the message names it."""


class AmendRefused(Exception):
    """A gate is against the changed order; it rests as it was."""

    def __init__(self, item: ReviewedProposal) -> None:
        super().__init__(item.reason)
        self.item = item


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was looked at and what risk said to it."""

    account: AccountSnapshot
    bundle: Bundle | None  # None: a close that needed none
    inputs: ReviewInputs | None  # None: a close looks at the account alone
    verdict: Approved | Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What became of an order by hand."""

    decision_id: DecisionId
    item: ReviewedProposal
    order: OrderRecord | None  # None: refused, or recorded and never sent
    is_repeat: bool


class ByHand:
    """One portfolio's orders by hand."""

    def __init__(self, ports: OrderPorts, mandate: Callable[[], Mandate]) -> None:
        self._ports = ports
        self._mandate_now = mandate
        self._closing: WeakValueDictionary[Symbol, asyncio.Lock] = WeakValueDictionary()

    @property
    def _mandate(self) -> Mandate:
        return self._mandate_now()

    async def preview(self, asked: HandOrder) -> Approved | Refused:
        """Say what every gate would say now; nothing is recorded or sent. BusUnavailable, LedgerUnavailable."""
        return (await self._judge(asked)).verdict

    async def place(self, asked: HandOrder, idempotency_key: str | None) -> Placed:
        """Judge, record and send an order, once per key: a repeat returns what was done.

        KeyReused, CloseOnItsWay; BusUnavailable (openings only), LedgerUnavailable: nothing was sent without a
        record, and the same key tells how far it came.
        """
        is_close = asked.action is Action.CLOSE
        # A close adds no risk and waits for nobody but another close of the same position.
        turn = self._closing.setdefault(asked.symbol, asyncio.Lock()) if is_close else self._ports.turn
        async with turn:
            if idempotency_key is None:
                decision_id = self._ports.ids.decision_id()
            else:
                decision_id = keyed_id(self._mandate.portfolio_id, idempotency_key)
                if (done := await self._ports.decisions.get(decision_id)) is not None:
                    return await self._repeated(done, asked)
            if is_close:
                await self._refuse_second_close(asked.symbol)
            return await self._carry_out(asked, decision_id)

    async def cancel(self, client_order_id: ClientOrderId, by: str) -> OrderRecord:
        """Take what rests of an order out; OrderMissing, IllegalStep, LedgerUnavailable."""
        _log.info("canceled_by_hand", client_order_id=client_order_id, by=by)
        return await self._ports.execution.cancel(client_order_id)

    async def amend(self, record: OrderRecord, change: Change, by: str, reason: str | None) -> Amended:
        """Change a resting order; one that could cost more than before meets the gates at its changed terms.

        AmendRefused, NotAmendable, OrderMissing, BusUnavailable, LedgerUnavailable.
        """
        order, wanted = record.order, amendable(record, change)
        if not raises_risk(order, wanted):
            return await self._ports.execution.amend(order.client_order_id, change)
        asked = HandOrder(
            symbol=order.symbol,
            action=Action(order.side.value),
            notional=None,
            quantity=BaseQty(wanted.quantity - record.filled),
            leverage=order.leverage,
            stop_price=order.stop_price,
            take_profit_price=order.take_profit_price,
            kind=OrderKind.LIMIT,
            limit_price=wanted.limit_price,
            time_in_force=order.time_in_force,
            by=by,
            reason=reason or f"order {order.client_order_id} changed",
        )
        async with self._ports.turn:
            judged = await self._judge(asked, instead_of=order.client_order_id)
            decision_id = self._ports.ids.decision_id()
            decision = await self._record(asked, judged, decision_id, order.client_order_id)
            await announce(self._ports, decision)
            if isinstance(judged.verdict, Refused):
                raise AmendRefused(decision.items[0])
            return await self._ports.execution.amend(order.client_order_id, change)

    async def _refuse_second_close(self, symbol: Symbol) -> None:
        for record in await self._ports.orders.unfinished(self._mandate.portfolio_id):
            order = record.order
            is_close = order.purpose is OrderPurpose.CLOSE and order.kind is OrderKind.MARKET
            if is_close and order.symbol == symbol:
                raise CloseOnItsWay(f"order {order.client_order_id} closes {symbol} and is {record.state}")

    async def _carry_out(self, asked: HandOrder, decision_id: DecisionId) -> Placed:
        judged = await self._judge(asked)
        decision = await self._record(asked, judged, decision_id)
        stored = await self._ports.decisions.get(decision_id)
        if stored is not None and _request_of(stored) != encode(asked):
            raise KeyReused("another order was placed under this key at the same moment")
        order = None
        if isinstance(judged.verdict, Approved):
            order = await self._ports.execution.execute(judged.verdict, decision_id, asked.terms)
        await announce(self._ports, decision)
        return Placed(decision_id=decision_id, item=decision.items[0], order=order, is_repeat=False)

    async def _repeated(self, done: DecisionRecord, asked: HandOrder) -> Placed:
        if _request_of(done) != encode(asked):
            raise KeyReused("this key was used for another order")
        item = done.items[0]
        order = await self._ports.orders.get(item.client_order_id) if item.client_order_id else None
        return Placed(decision_id=done.decision_id, item=item, order=order, is_repeat=True)

    async def _judge(self, asked: HandOrder, instead_of: ClientOrderId | None = None) -> Judged:
        account = await self._ports.accounts.snapshot(self._mandate.portfolio_id)
        if asked.action is Action.CLOSE:
            verdict = await self._judge_close(asked, account)
            return Judged(account=account, bundle=await self._seen(account), inputs=None, verdict=verdict)
        bundle = await gather_for(self._ports, self._mandate, account)
        inputs = await review_inputs(self._ports, self._mandate, [asked.symbol], bundle)
        others = tuple(each for each in inputs.unfinished if each.order.client_order_id != instead_of)
        inputs = replace(inputs, unfinished=others)
        verdict = review_one(
            asked.proposal(inputs.markets.get(asked.symbol)), inputs, limit_price=asked.limit_price
        )
        return Judged(account=inputs.account, bundle=bundle, inputs=inputs, verdict=verdict)

    async def _judge_close(self, asked: HandOrder, account: AccountSnapshot) -> Approved | Refused:
        if asked.quantity is not None:  # a part is measured in lots; the whole needs no rules
            limits = self._mandate.decision.limits
            markets = await live_markets(self._ports.cache, [asked.symbol], self._ports.clock, limits)
            if (verdict := part_verdict(asked.quantity, markets[asked.symbol].rules)) is not None:
                return Refused(proposal=asked.proposal(None), reason=verdict.reason, verdicts=(verdict,))
        return review(asked.proposal(None), closing_situation(asked.symbol, account), self._mandate.limits)

    async def _seen(self, account: AccountSnapshot) -> Bundle | None:
        try:
            return await gather_for(self._ports, self._mandate, account)
        except BusUnavailable:
            return None  # a close is right without it

    async def _record(
        self,
        asked: HandOrder,
        judged: Judged,
        decision_id: DecisionId,
        amended: ClientOrderId | None = None,
    ) -> DecisionRecord:
        now = self._ports.clock.now()
        inputs = (asked.request(now), *(judged.bundle.inputs if judged.bundle else ()))
        item = reviewed(decision_id, judged.verdict.proposal, judged.verdict)
        if amended is not None and item.is_approved:
            item = replace(item, client_order_id=amended)
        record = DecisionRecord(
            decision_id=decision_id,
            portfolio_id=self._mandate.portfolio_id,
            created_at=now,
            trigger=Trigger.BY_HAND,
            outcome=Outcome.DECIDED,
            why=None,
            model=f"{NAME}: {asked.by}",
            bundle_sha256=hash_of(inputs),
            bundle=inputs,
            account_json=encode(judged.account),
            calls=(),
            reasoning=asked.reason,
            items=(item,),
            unreadable=(),
            settings_version=self._mandate.settings_version,
            as_of=judged.bundle.as_of if judged.bundle else now,
            review_json=circumstances_json(judged.inputs) if judged.inputs else None,
            limits_json=limits_json(self._mandate),
        )
        await self._ports.decisions.add(record)
        count_refusals(self._ports, [judged.verdict])
        return record


def _request_of(record: DecisionRecord) -> bytes | None:
    return next((entry.content for entry in record.bundle if entry.key == REQUEST_KEY), None)
