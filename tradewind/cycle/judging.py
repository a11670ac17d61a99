"""What every order has to pass, whoever asks for it: the same inputs, the same review, the same record of it."""

from collections.abc import Sequence
from datetime import timedelta

import structlog

from tradewind.bus import keys
from tradewind.bus.cache import Batch, BusUnavailable
from tradewind.bus.messages import DecisionNotice
from tradewind.cycle.live import live_markets
from tradewind.cycle.ports import Mandate, OrderPorts
from tradewind.cycle.review import ReviewInputs
from tradewind.decision.bundle import Bundle, gather
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.clock import Instant
from tradewind.domain.decision import DecisionRecord, Outcome
from tradewind.domain.instrument import Symbol
from tradewind.risk.verdict import Approved, Refused

_log = structlog.get_logger(__name__)


async def gather_for(ports: OrderPorts, mandate: Mandate, account: AccountSnapshot) -> Bundle:
    """Read the inputs of every instrument that is traded or held; BusUnavailable."""
    held = [position.symbol for position in account.positions]
    symbols = tuple(dict.fromkeys([*mandate.decision.symbols, *held]))
    if ports.sight is not None:
        return ports.sight.bundle(symbols, mandate.decision.limits)
    return await gather(ports.cache, symbols, ports.clock, mandate.decision.limits)


async def review_inputs(
    ports: OrderPorts, mandate: Mandate, symbols: Sequence[Symbol], bundle: Bundle
) -> ReviewInputs:
    """Read the account and the prices of now, which the review goes by; BusUnavailable, LedgerUnavailable."""
    a_minute_ago = Instant.of(ports.clock.now() - timedelta(minutes=1))
    # Before the account: an order that fills in between counts twice, the other way round not at all.
    unfinished = tuple(await ports.orders.unfinished(mandate.portfolio_id))
    return ReviewInputs(
        bundle=bundle,
        account=await ports.accounts.snapshot(mandate.portfolio_id),
        markets=await live_markets(ports.cache, symbols, ports.clock, mandate.decision.limits),
        tradable=mandate.decision.symbols,
        unfinished=unfinished,
        orders_last_minute=await ports.orders.count_since(mandate.portfolio_id, a_minute_ago),
        limits=mandate.limits,
        blocks={
            symbol: block
            for symbol in symbols
            if (block := ports.execution.opening_block(symbol)) is not None
        },
    )


def count_refusals(ports: OrderPorts, verdicts: Sequence[Approved | Refused]) -> None:
    """Count every gate that said no to something that was refused."""
    for verdict in verdicts:
        for gate in verdict.verdicts if isinstance(verdict, Refused) else ():
            if not gate.passed:
                ports.metrics.refusals.labels(gate=gate.gate).inc()


async def announce(ports: OrderPorts, record: DecisionRecord) -> None:
    """Tell the desk of a decision; without the cache nobody is told, the record stands."""
    notice = DecisionNotice(
        decision_id=record.decision_id, summary=_summary(record), timestamp=ports.clock.now()
    )
    batch = Batch(keys.Source.TRADER_BOT)
    batch.publish(keys.DECISION_UPDATE, notice, summary=notice.summary)
    try:
        await ports.cache.write(batch)
    except BusUnavailable as e:
        _log.warning("decision_notice_lost", decision_id=record.decision_id, error=str(e))


def _summary(record: DecisionRecord) -> str:
    if record.outcome is not Outcome.DECIDED:
        return f"{record.outcome}: {record.why}"
    orders = sum(item.client_order_id is not None for item in record.items)
    refused = sum(not item.is_approved for item in record.items)
    return f"{orders} orders, {refused} refused, {len(record.unreadable)} unreadable"
