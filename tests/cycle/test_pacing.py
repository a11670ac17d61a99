"""Cycles without a question: nothing has changed, or the model asked for a pause."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cycle.desk import a_desk, an_opening
from tests.decision.markets import a_market
from tests.fakes.chat_server import Reply, decides, says
from tests.instruments import BTC
from tradewind.cycle.config import Pacing, SkipLimits
from tradewind.cycle.trade import TradeCycle
from tradewind.domain.decision import DecisionRecord, Outcome, Trigger, hash_of
from tradewind.domain.ids import DecisionId
from tradewind.ledger import LedgerUnavailable

SKIPPING = Pacing(skip=SkipLimits(is_enabled=True, max_in_a_row=2))
IDLE = {"symbol": BTC, "action": "no_entry", "rationale": "quiet"}


def pauses(cycles: int) -> Reply:
    return says(json.dumps({"reasoning": "r", "pause_cycles": cycles, "decisions": [IDLE]}))


async def test_a_cycle_without_change_is_recorded_and_asks_nobody(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(IDLE), symbols=(BTC,), pacing=SKIPPING) as desk:
        first = await desk.run()
        desk.clock.advance(timedelta(seconds=15))
        await desk.cache.write(a_market(desk.clock.now(), (BTC,)))
        second = await desk.run()
        record = await desk.record()
        asked = len(desk.chat.asked)

    assert (first, second, asked) == (Outcome.DECIDED, Outcome.SKIPPED, 1)
    assert (record.outcome, record.bundle, record.bundle_sha256) == (Outcome.SKIPPED, (), hash_of(()))
    assert str(record.why).startswith("nothing has changed since")


async def test_a_trigger_by_hand_and_a_new_position_are_never_skipped(tmp_path: Path) -> None:
    script = (decides(IDLE), decides(an_opening()), decides(IDLE))
    async with a_desk(tmp_path, *script, symbols=(BTC,), pacing=SKIPPING) as desk:
        await desk.run()
        by_hand = await desk.run(Trigger.MANUAL)
        after_the_order = await desk.run()

    assert (by_hand, after_the_order) == (Outcome.DECIDED, Outcome.DECIDED)


async def test_after_a_trade_that_the_venue_refused_the_model_is_asked_again(tmp_path: Path) -> None:
    script = (decides(an_opening()), decides(IDLE))
    async with a_desk(tmp_path, *script, symbols=(BTC,), pacing=SKIPPING) as desk:
        desk.venue.refused = {BTC}
        await desk.run()
        again = await desk.run()

    assert again is Outcome.DECIDED


class Broken:
    """Keeps no decision."""

    async def add(self, record: DecisionRecord) -> None:
        raise LedgerUnavailable(f"no room for {record.decision_id}")

    async def get(self, decision_id: DecisionId) -> DecisionRecord | None:
        raise LedgerUnavailable(f"no way to {decision_id}")


async def test_after_a_cycle_that_was_cut_short_the_model_is_asked_again(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(IDLE), symbols=(BTC,), pacing=SKIPPING) as desk:
        await desk.run()
        ports = replace(desk.ports, decisions=Broken())
        with pytest.raises(LedgerUnavailable):
            await TradeCycle(ports, desk.cycle._mandate).run(Trigger.MANUAL)
        again = await desk.run()

    assert again is Outcome.DECIDED


async def test_a_pause_is_bounded_and_names_its_decision(tmp_path: Path) -> None:
    async with a_desk(tmp_path, pauses(400), symbols=(BTC,), pacing=Pacing(max_pause_cycles=5)) as desk:
        await desk.run()
        record = await desk.record()
        status = desk.ports.pause.status()

    assert record.pause_cycles == 400
    assert (status.beats_left, status.decision_id) == (5, record.decision_id)


async def test_an_answer_without_a_pause_pauses_nothing(tmp_path: Path) -> None:
    async with a_desk(tmp_path, decides(IDLE), symbols=(BTC,)) as desk:
        await desk.run()

        assert desk.ports.pause.status().beats_left == 0
