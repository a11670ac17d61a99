"""One tick: what is decided is on record before anything leaves, and what is not clear leaves nothing."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.cycle.desk import SYMBOLS, CycleDesk, a_close, a_desk, an_opening
from tests.decision.accounts import DESK
from tests.decision.markets import a_market, a_ticker, rules
from tests.fakes.chat_server import HANGS, Reply, decides, says
from tests.instruments import BTC, ETH
from tradewind.bus import keys
from tradewind.bus.cache import Batch
from tradewind.bus.messages import DecisionNotice
from tradewind.cycle.trade import TradeCycle
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Action, DecisionRecord, Outcome, Trigger
from tradewind.domain.ids import ClientOrderId, PortfolioId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import Order, OrderKind, OrderPurpose, OrderState, Side
from tradewind.portfolio import AccountReader
from tradewind.risk.limits import RiskLimits

SOL = SYMBOLS[2]


def refusals(record: DecisionRecord) -> dict[str, str | None]:
    return {item.proposal.symbol: item.reason for item in record.items if not item.is_approved}


async def test_an_opening_leaves_after_its_record_and_with_its_stop(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk:
        outcome = await desk.run(Trigger.MANUAL)
        record = await desk.record()

    order = desk.venue.placed[0]
    assert outcome is record.outcome is Outcome.DECIDED
    assert record.trigger is Trigger.MANUAL
    assert desk.venue.decided == [1]
    assert (order.side, order.quantity, order.stop_price) == (Side.BUY, Decimal("0.0999"), Decimal(58_000))
    assert record.items[0].client_order_id == order.client_order_id
    assert all(verdict.passed for verdict in record.items[0].verdicts)


async def test_the_record_holds_everything_that_led_to_the_decision(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening(), reasoning="the trend is up")) as desk:
        await desk.run()
        record = await desk.record()

    assert record.reasoning == "the trend is up"
    assert record.calls[0].user_prompt == desk.chat.asked[0]["messages"][1]["content"]
    assert msgspec.json.decode(record.account_json)["cash"] == "100000"
    own = {"desk:risk", "desk:open_orders", "desk:outcomes", "desk:lessons"}
    assert {entry.key for entry in record.bundle if entry.key.startswith("desk:")} == own
    assert sum(entry.content is not None for entry in record.bundle) == 8 * len(SYMBOLS) + len(own)
    assert record.model == "deepseek-chat"


async def test_a_decision_is_announced_once_it_is_done(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk, desk.redis.pubsub() as listener:
        await listener.subscribe(keys.DECISION_UPDATE.name)
        await listener.get_message(timeout=20)
        await desk.run()
        message = await listener.get_message(timeout=20)

    notice = msgspec.json.decode(message["data"])
    assert set(notice) == set(DecisionNotice.__slots__)
    assert notice["decision_id"] == "d0001"
    assert notice["summary"] == "1 orders, 0 refused, 0 unreadable"


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        pytest.param(HANGS, "no answer within 1 s", id="F82 hangs"),
        pytest.param(Reply(status=429, text="{}"), "429", id="F83 too many requests"),
        pytest.param(Reply(status=500, text="{}"), "500", id="F83 server error"),
        pytest.param(says(""), "empty", id="F83 empty"),
        pytest.param(says("Buy BTC-USDT-SWAP for 6000 now!"), "no JSON object", id="F84 prose"),
        pytest.param(
            says(decides(an_opening()).text[:-200]), "cut off or not valid", id="F84 half a completion"
        ),
        pytest.param(
            says('{"decisions": [{"symbol": "BTC-USDT-SWAP", "action": "buy", "not'),
            "cut off or not valid",
            id="F84 half the JSON",
        ),
        pytest.param(says('{"weather": "sunny"}'), "no JSON object", id="F84 nonsense"),
        pytest.param(decides(an_opening(Symbol("MOON"))), "not an instrument", id="F85 invented symbol"),
        pytest.param(decides(an_opening(notional="NaN")), "notional", id="F85 NaN"),
    ],
)
async def test_a_failing_model_leads_to_no_order_and_a_record_that_says_why(
    tmp_path: Path, reply: Reply, why: str
) -> None:
    async with a_desk(tmp_path, reply) as desk:
        outcome = await desk.run()
        record = await desk.record()
        sent = await desk.ledger.orders.count_since(DESK, Instant.from_ms(0))

    assert outcome is record.outcome is Outcome.ABSTAINED
    assert why in str(record.why)
    assert record.calls
    assert desk.venue.placed == []
    assert sent == 0


@pytest.mark.parametrize(
    ("changes", "gate"),
    [
        ({"leverage": 500}, "leverage"),
        ({"stop_price": 61_000}, "stop"),
        ({"stop_price": None}, "stop"),
        ({"notional": -6000}, "notional"),
        ({"notional": 500_000}, "notional"),
        ({"confidence": 0.59}, "confidence"),
    ],
)
async def test_f85_an_opening_beyond_the_limits_is_refused_and_counted(
    tmp_path: Path, changes: dict[str, Any], gate: str
) -> None:
    async with a_desk(tmp_path, decides(an_opening(**changes))) as desk:
        await desk.run()
        record = await desk.record()

    failed = {verdict.gate for verdict in record.items[0].verdicts if not verdict.passed}
    assert gate in failed
    assert record.items[0].reason
    assert desk.venue.placed == []
    assert desk.metrics.registry.get_sample_value("tradewind_refusals_total", {"gate": gate}) == 1


async def test_f85_an_item_that_cannot_be_read_spoils_no_other_and_is_counted(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening(Symbol("MOON")), an_opening(ETH))) as desk:
        await desk.run()
        record = await desk.record()

    assert [order.symbol for order in desk.venue.placed] == [ETH]
    assert "'MOON' is not an instrument of this desk" in record.unreadable[0].reason
    assert desk.metrics.registry.get_sample_value("tradewind_refusals_total", {"gate": "answer"}) == 1


async def test_a_stale_market_blocks_the_decision_and_the_model_is_not_asked(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk:
        desk.clock.advance(timedelta(seconds=61))
        outcome = await desk.run()
        record = await desk.record()

    assert outcome is Outcome.BLOCKED
    assert "ticker 62.0 s old, limit 60 s" in str(record.why)
    assert desk.chat.asked == []
    assert desk.venue.placed == []


async def test_a_close_leaves_before_openings_and_whatever_they_are(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening(ETH, leverage=500), an_opening(SOL), a_close())) as desk:
        await desk.hold(BTC)
        await desk.run()
        record = await desk.record()

    assert [(order.symbol, order.purpose) for order in desk.venue.placed] == [
        (BTC, OrderPurpose.CLOSE),
        (SOL, OrderPurpose.OPEN),
    ]
    assert set(refusals(record)) == {ETH}
    assert [item.proposal.action for item in record.items] == [Action.CLOSE, Action.BUY, Action.BUY]


async def test_f20_one_leg_that_the_venue_refuses_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(*(an_opening(symbol) for symbol in SYMBOLS))) as desk:
        desk.venue.refused = {ETH}
        await desk.run()
        legs = {
            order.symbol: await desk.ledger.orders.get(order.client_order_id) for order in desk.venue.placed
        }

    told = {symbol: (record.state, record.reason) for symbol, record in legs.items() if record}
    assert told == {
        BTC: (OrderState.ACCEPTED, None),
        ETH: (OrderState.REJECTED, "51008: insufficient margin"),
        SOL: (OrderState.ACCEPTED, None),
    }


async def test_each_approved_opening_leaves_less_for_the_next(tmp_path: Path) -> None:
    big: dict[str, Any] = {"notional": 40_000, "leverage": 1}
    answers = decides(*(an_opening(symbol, **big) for symbol in SYMBOLS))
    async with a_desk(tmp_path, answers) as desk:
        await desk.run()
        record = await desk.record()

    assert [order.symbol for order in desk.venue.placed] == [BTC, ETH]
    assert set(refusals(record)) == {SOL}
    assert "margin 40000 of" in str(refusals(record)[SOL])


async def test_openings_together_stay_within_the_total_exposure(tmp_path: Path) -> None:
    limits = replace(RiskLimits(), max_total_exposure_share=Decimal("0.5"))
    wanted = decides(an_opening(BTC, notional=30_000), an_opening(ETH, notional=30_000))
    async with a_desk(tmp_path, wanted, limits=limits) as desk:
        await desk.run()
        record = await desk.record()

    assert [order.symbol for order in desk.venue.placed] == [BTC]
    assert "total exposure" in str(refusals(record)[ETH])


async def test_an_opening_of_an_earlier_cycle_that_is_still_working_blocks_another(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk:
        await desk.run()
        await desk.run()
        record = await desk.record()

    assert len(desk.venue.placed) == 1
    assert "is still accepted" in str(refusals(record)[BTC])


class FilledMeanwhile:
    """Values the account; the opening on its way fills right after each valuation."""

    def __init__(self, desk: CycleDesk) -> None:
        self._desk = desk

    async def snapshot(self, portfolio_id: PortfolioId) -> AccountSnapshot:
        seen = await AccountReader(self._desk.ledger, self._desk.cache, self._desk.clock).snapshot(
            portfolio_id
        )
        if self._desk.chat.asked[1:]:
            order = self._desk.venue.placed[0]
            await self._desk.hold(order.symbol, str(order.quantity), order_id=order.client_order_id)
        return seen


async def test_an_opening_that_fills_during_the_review_still_counts(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening()), decides(an_opening())) as desk:
        await desk.run()
        ports = replace(desk.cycle._ports, accounts=FilledMeanwhile(desk))
        await TradeCycle(ports, desk.cycle._mandate).run(Trigger.MANUAL)
        record = await desk.record()

    assert len(desk.venue.placed) == 1
    assert "is still accepted" in str(refusals(record)[BTC])


async def test_an_unknown_order_blocks_openings_of_its_instrument_only(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening(), an_opening(ETH))) as desk:
        lost = an_order(desk)
        await desk.ledger.orders.add(lost)
        for expected, to in (
            (OrderState.INTENT, OrderState.SENDING),
            (OrderState.SENDING, OrderState.UNKNOWN),
        ):
            await desk.ledger.orders.advance(lost.client_order_id, expected, to)
        await desk.run()
        record = await desk.record()

    assert [order.symbol for order in desk.venue.placed] == [ETH]
    assert "outcome of order lost1" in str(refusals(record)[BTC])


def an_order(desk: CycleDesk) -> Order:
    return Order(
        client_order_id=ClientOrderId("lost1"),
        portfolio_id=DESK,
        decision_id=None,
        symbol=BTC,
        side=Side.BUY,
        kind=OrderKind.MARKET,
        purpose=OrderPurpose.OPEN,
        quantity=BaseQty(Decimal("0.01")),
        limit_price=None,
        is_reduce_only=False,
        leverage=Decimal(1),
        stop_price=None,
        take_profit_price=None,
        snapshot_price=Decimal(60_000),
        created_at=desk.clock.now(),
        expires_at=Instant.of(desk.clock.now() + timedelta(seconds=30)),
    )


async def test_f91_a_price_that_moved_while_the_model_thought_drops_the_opening(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk:

        async def the_price_moves() -> None:
            batch = Batch(keys.Source.MARKET_DATA)
            moved = a_ticker(desk.clock.now(), last_price=61_000.0, bid=60_999.9, ask=61_000.1)
            batch.put(keys.TICKER.at(BTC), moved)
            await desk.cache.write(batch)

        desk.chat.meanwhile = the_price_moves
        await desk.run()
        record = await desk.record()

    assert "price moved 166.7 bps" in str(refusals(record)[BTC])
    assert desk.venue.placed == []


async def test_a_market_that_went_stale_while_the_model_thought_drops_the_opening(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk:

        async def time_passes() -> None:
            desk.clock.advance(timedelta(seconds=90))

        desk.chat.meanwhile = time_passes
        await desk.run()
        record = await desk.record()

    assert "no usable market price" in str(refusals(record)[BTC])


async def test_a_suspended_instrument_is_not_opened(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(an_opening())) as desk:
        batch = Batch(keys.Source.MARKET_DATA)
        batch.put(keys.INSTRUMENT.at(BTC), rules(desk.clock.now(), is_live=False))
        await desk.cache.write(batch)
        await desk.run()
        record = await desk.record()

    assert refusals(record) == {BTC: f"the venue has suspended {BTC}"}


async def test_a_symbol_that_was_left_out_can_be_closed_but_not_opened(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(a_close(BTC), an_opening(ETH))) as desk:
        await desk.hold(BTC)
        await desk.redis.delete(keys.ORDER_BOOK.at(BTC).name, keys.ORDER_BOOK.at(ETH).name)
        await desk.run()
        record = await desk.record()

    assert [order.symbol for order in desk.venue.placed] == [BTC]
    assert "order book missing" in str(refusals(record)[ETH])


async def test_what_is_held_outside_the_list_can_be_closed_but_not_opened(tmp_path: Path) -> None:
    answers = decides(an_opening(SOL)), decides(a_close(SOL))
    async with a_desk(tmp_path, *answers, symbols=(BTC,)) as desk:
        await desk.cache.write(a_market(desk.clock.now(), (SOL,)))
        await desk.hold(SOL, quantity="1", price="60000")
        await desk.run()
        opening = await desk.record()
        await desk.run()

    assert "not among the instruments that this desk opens" in str(refusals(opening)[SOL])
    assert [order.purpose for order in desk.venue.placed] == [OrderPurpose.CLOSE]


async def test_holding_and_staying_out_are_recorded_and_send_nothing(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides({"symbol": BTC, "action": "wait"})) as desk:
        await desk.run()
        record = await desk.record()

    assert record.items[0].proposal.action is Action.NO_ENTRY
    assert record.items[0].is_approved
    assert record.items[0].client_order_id is None
    assert desk.venue.placed == []
