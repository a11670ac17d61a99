"""The desk on a tape: orders meet the next candle, the future changes nothing, and the same run is the same to the byte."""

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.recorded import recorded_root
from tests.research.tapes import (
    BTC,
    ETH,
    START,
    Candle,
    a_run,
    a_tape,
    a_walk,
    planted,
    run_to,
    write_candles,
    write_funding,
)
from tradewind.decision.bundle import Bundle
from tradewind.decision.decide import Decision
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Action, Outcome, Proposal
from tradewind.domain.instrument import Symbol
from tradewind.domain.order import OrderPurpose
from tradewind.research.backtest import checkpoint_bytes, checkpoint_of
from tradewind.research.backtest_config import BacktestConfig, Keep
from tradewind.research.backtest_report import equity_lines, report_bytes, report_of, trade_lines
from tradewind.research.lookahead import LookAhead
from tradewind.research.tape import STEP_MS, TapeRefused, read_tape
from tradewind.risk.limits import RiskLimits

LONG_AGO = 24
"""Flat candles before what a test is about, so that there are longer ones."""


class Scripted:
    """Proposes what it is told for a moment, and nothing else."""

    model = "policy:scripted"
    memory: tuple[str, ...] = ()

    def __init__(self, *proposals: tuple[int, Proposal]) -> None:
        """Each with the place after whose candle it is proposed."""
        self._proposals = {START.epoch_ms + (place + 1) * STEP_MS: proposal for place, proposal in proposals}
        self.bundles: list[Bundle] = []
        self.accounts: list[AccountSnapshot] = []

    def remember(self, memory: object) -> None:
        pass

    async def decide(self, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Decision:  # noqa: ARG002
        self.bundles.append(bundle)
        self.accounts.append(account)
        proposal = self._proposals.get(bundle.as_of.epoch_ms)
        return Decision(
            outcome=Outcome.DECIDED,
            why=None,
            calls=(),
            reasoning=None,
            proposals=() if proposal is None else (proposal,),
            unreadable=(),
        )


def a_proposal(action: Action = Action.BUY, symbol: Symbol = BTC, **changes: object) -> Proposal:
    proposal = Proposal(
        symbol=symbol,
        action=action,
        confidence=0.9,
        notional=Decimal(3_000),
        leverage=Decimal(2),
        stop_price=Decimal(58_000),
        take_profit_price=None,
        rationale="scripted",
    )
    return replace(proposal, **changes)  # type: ignore[arg-type]


def flat(count: int, price: float = 60_000.0) -> list[Candle]:
    return [(price, price, price, price, 50.0)] * count


async def test_an_order_fills_at_the_open_of_the_next_candle(tmp_path: Path) -> None:
    write_candles(tmp_path, BTC, [*flat(LONG_AGO), (60_120.0, 60_500.0, 59_900.0, 60_300.0, 50.0), *flat(5)])
    run = a_run(read_tape(tmp_path), Scripted((LONG_AGO - 1, a_proposal())))

    await run_to(run, LONG_AGO + 1)

    [trip] = run.books.trips.values()
    assert trip.position.entry_price == Decimal("60123.0")  # the open and half a spread of 0.5 bps
    assert trip.opened_at.epoch_ms == START.epoch_ms + LONG_AGO * STEP_MS + 50


async def test_what_is_added_with_a_tighter_stop_takes_the_whole_position_out_at_it(tmp_path: Path) -> None:
    dip: Candle = (60_000.0, 60_000.0, 58_700.0, 59_500.0, 50.0)
    write_candles(tmp_path, BTC, [*flat(60), dip, *flat(20)])
    first = a_proposal(notional=Decimal(1000), stop_price=Decimal(58_000))
    second = a_proposal(notional=Decimal(1000), stop_price=Decimal(59_000))
    run = await run_to(a_run(read_tape(tmp_path), Scripted((30, first), (40, second))))

    [trip] = run.books.closed
    assert (run.books.trips, trip.close_purpose) == ({}, OrderPurpose.STOP)
    assert run.orders.rejected == 0


async def test_nobody_fills_an_order_where_the_next_candle_has_no_trade(tmp_path: Path) -> None:
    still: Candle = (60_000.0, 60_000.0, 60_000.0, 60_000.0, 0.0)
    write_candles(tmp_path, BTC, [*flat(LONG_AGO), still, *flat(5)])
    run = await run_to(a_run(read_tape(tmp_path), Scripted((LONG_AGO - 1, a_proposal()))))

    assert run.orders.rejected == 1
    assert run.books.trips == {}


async def test_the_gates_of_the_desk_bind_a_policy(tmp_path: Path) -> None:
    write_candles(tmp_path, BTC, flat(40))
    too_large = a_proposal(notional=Decimal(9_000))
    run = await run_to(a_run(read_tape(tmp_path), Scripted((30, too_large))))

    assert run.tally.state().refusals == {"notional": 1}
    assert run.books.trips == {}


async def test_funding_is_paid_at_its_hour_by_who_holds_then(tmp_path: Path) -> None:
    write_candles(tmp_path, BTC, flat(220))
    write_funding(tmp_path, BTC, [0.0001, 0.0002, 0.0003])
    closing = a_proposal(Action.CLOSE, notional=None, leverage=None, stop_price=None)
    run = await run_to(a_run(read_tape(tmp_path), Scripted((50, a_proposal()), (120, closing))))

    [trip] = run.books.closed
    assert run.books.funding[BTC] == trip.quantity * 60_000 * Decimal("0.0002")


@pytest.mark.parametrize(
    ("stop", "closed_by"), [(56_000, OrderPurpose.STOP), (46_000, OrderPurpose.LIQUIDATION)]
)
async def test_what_has_no_margin_left_is_taken_over_before_a_stop_beyond_it(
    tmp_path: Path, stop: int, closed_by: OrderPurpose
) -> None:
    crash: Candle = (60_000.0, 60_000.0, 20_000.0, 20_000.0, 50.0)
    write_candles(tmp_path, BTC, [*flat(LONG_AGO + 1), crash, *flat(5, 20_000.0)])
    limits = RiskLimits(max_notional_share=Decimal(9), max_total_exposure_share=Decimal(9))
    bold = a_proposal(notional=Decimal(80_000), leverage=Decimal(10), stop_price=Decimal(stop))
    config = BacktestConfig(decider="scripted", symbols=(BTC,), limits=limits)
    run = await run_to(a_run(read_tape(tmp_path), Scripted((LONG_AGO - 1, bold)), config))

    [trip] = run.books.closed
    assert trip.close_purpose is closed_by
    is_taken_over = closed_by is OrderPurpose.LIQUIDATION
    assert run.orders.liquidations == is_taken_over
    assert trip.exit_price == pytest.approx(Decimal(52_770 if is_taken_over else stop), abs=5)
    assert run.books.cash > Decimal("-1e-9")


@pytest.mark.recorded
async def test_the_recorded_outside_scenarios_come_out_the_same(tmp_path: Path) -> None:
    cases = json.loads((recorded_root() / "pnl" / "matching_scenarios.json").read_text())["cases"]
    for case in cases:
        folder = tmp_path / case["id"]
        folder.mkdir()
        candles = [tuple(row[1:]) for row in case["candles"]]
        finely = (5_000.0, 5_000.1, 5_000.0, 5_000.0000001, 50.0)  # so that its tick is as fine
        symbol = Symbol("CASE-USDT-SWAP")
        write_candles(folder, symbol, [*[finely] * LONG_AGO, *candles, *flat(2, candles[-1][3])])
        entry = candles[1][0]
        proposal = a_proposal(
            symbol=symbol,
            stop_price=Decimal(str(round(entry * (1 - case["stop_pct"]), 6))),
            take_profit_price=Decimal(str(round(entry * (1 + case["target_pct"]), 6))),
        )
        config = BacktestConfig(decider="scripted", symbols=(symbol,), half_spread_bps=0.0)
        run = await run_to(a_run(read_tape(folder), Scripted((LONG_AGO, proposal)), config))

        [expected], [trip] = case["expected"], run.books.closed
        purpose = {"stop": OrderPurpose.STOP, "target": OrderPurpose.TAKE_PROFIT}[expected["closed_by"]]
        assert trip.close_purpose is purpose, case["id"]
        closed_in = (trip.closed_at.epoch_ms - START.epoch_ms) // STEP_MS - LONG_AGO
        assert closed_in == expected["closed_in_candle"], case["id"]
        result = float(trip.exit_price / trip.entry_price) - 1
        assert result == pytest.approx(case["expected_return_sum"], abs=1e-9), case["id"]


@pytest.mark.parametrize("policy", ["rule", "random", "buy-and-hold"])
async def test_a_planted_future_changes_no_result_before_it(tmp_path: Path, policy: str) -> None:
    tape = a_tape(tmp_path, 1_600, seed=11)
    absurd = planted(tape, BTC, 1_502, open=50.0, high=50.0, low=50.0, close=50.0)

    honest = await run_to(a_run(tape, policy), 1_501)
    misled = await run_to(a_run(absurd, policy), 1_501)

    assert honest.books.curve == misled.books.curve
    assert trade_lines(honest.books.closed) == trade_lines(misled.books.closed)
    assert honest.tally.state() == misled.tally.state()
    assert honest.books.fills


async def test_a_decider_that_is_shown_the_future_stops_the_run(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 200)
    run = a_run(tape, "rule")
    await run_to(run, 100)
    honest = run.sight.bundle

    def knowing(*asked: object) -> Bundle:
        now = honest(*asked)  # type: ignore[arg-type]
        stamp = Instant.from_ms(now.as_of.epoch_ms + STEP_MS)
        first = now.markets[0]
        ahead = replace(first, ticker=replace(first.ticker, timestamp=stamp))
        return replace(now, markets=(ahead, *now.markets[1:]))

    run.sight.bundle = knowing  # type: ignore[method-assign,assignment]

    with pytest.raises(LookAhead, match="could not be known"):
        await run.step()


@pytest.mark.parametrize("place", [97, 1_340])
@pytest.mark.parametrize("policy", ["rule", "random", "buy-and-hold"])
async def test_a_run_that_goes_on_from_a_checkpoint_ends_the_same_to_the_byte(
    tmp_path: Path, policy: str, place: int
) -> None:
    tape = a_tape(tmp_path, 1_600, seed=11)
    whole = await run_to(a_run(tape, policy))
    killed = await run_to(a_run(tape, policy), place)
    kept = checkpoint_bytes(killed.checkpoint(0))

    resumed = await run_to(a_run(tape, policy).resume(checkpoint_of(kept)))

    for written in (lambda run: report_bytes(report_of(run)), equity_lines):
        assert written(resumed) == written(whole)
    assert trade_lines(resumed.books.closed) == trade_lines(whole.books.closed)
    assert whole.books.fills


async def test_a_checkpoint_of_another_run_is_refused(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 100)
    kept = (await run_to(a_run(tape), 50)).checkpoint(0)
    other = BacktestConfig(decider="policy:rule", symbols=tape.symbols, cash=Decimal(5_000))

    with pytest.raises(ValueError, match="other candles or settings"):
        a_run(tape, config=other).resume(kept)


async def test_books_and_venue_agree_on_the_cash(tmp_path: Path) -> None:
    run = await run_to(a_run(a_tape(tmp_path, 1_600, seed=11), "random"))

    assert len(run.books.closed) > 3
    assert abs(run.books.cash - run._venue.cash) < Decimal("1e-12")


async def test_kept_decisions_hold_every_input_in_its_exact_bytes(tmp_path: Path) -> None:
    write_candles(tmp_path, BTC, a_walk(60, 60_000, 1, 0.0005))
    tape = read_tape(tmp_path)
    script = (30, a_proposal())
    lines: dict[Keep, list[bytes]] = {}
    for keep in Keep:
        config = BacktestConfig(decider="scripted", symbols=(BTC,), keep=keep)
        lines[keep] = (await run_to(a_run(tape, Scripted(script), config))).tally.lines

    assert [len(lines[keep]) for keep in Keep] == [0, 1, 59 - 11]
    [trade] = [json.loads(line) for line in lines[Keep.TRADES]]
    in_all = next(
        line for line in map(json.loads, lines[Keep.ALL]) if line["decision_id"] == trade["decision_id"]
    )
    assert trade["bundle"] == in_all["bundle"]
    assert trade["bundle_sha256"] == in_all["bundle_sha256"]
    assert trade["account_json"] == in_all["account_json"]


async def test_the_window_begins_with_its_first_decision_and_ends_with_its_last_candle(
    tmp_path: Path,
) -> None:
    tape = a_tape(tmp_path)
    at: Callable[[int], Instant] = lambda place: Instant.from_ms(START.epoch_ms + place * STEP_MS)  # noqa: E731
    config = BacktestConfig(decider="scripted", symbols=tape.symbols, begin=at(200), end=at(300))
    policy = Scripted()

    run = await run_to(a_run(tape, policy, config))

    assert policy.bundles[0].as_of == at(200)
    assert policy.bundles[-1].as_of == at(299)
    assert report_of(run).last_candle == at(300)
    with pytest.raises(TapeRefused, match="no candle to decide on between"):
        a_run(tape, policy, replace(config, begin=at(9_000), end=None))


async def test_a_held_position_in_a_gap_blocks_and_its_stop_goes_off_behind_it(tmp_path: Path) -> None:
    low: Candle = (57_000.0, 57_100.0, 56_900.0, 57_000.0, 50.0)
    write_candles(tmp_path, BTC, [*flat(40), low, low, low], [*range(40), 50, 51, 52])
    write_candles(tmp_path, ETH, a_walk(53, 2_500, 2))
    tape = read_tape(tmp_path)
    run = await run_to(a_run(tape, "rule"), 30)
    scripted = a_run(tape, Scripted((30, a_proposal())))

    await run_to(scripted)

    [trip] = scripted.books.closed
    assert trip.close_purpose is OrderPurpose.STOP
    assert trip.exit_price < 57_000
    assert scripted.books.curve.count(None) == 10
    assert run.place == 30


async def test_a_report_tells_what_was_held_without_funding_and_what_the_models_cost(tmp_path: Path) -> None:
    write_candles(tmp_path, BTC, flat(40))
    run = await run_to(a_run(read_tape(tmp_path), Scripted()))
    free = report_of(run)
    paid = replace(run.tally.state(), calls=2, cost_usd=Decimal(100))
    run.tally.resume(paid)
    priced = report_of(run)
    run.tally.resume(replace(paid, unpriced_calls=1))

    assert free.without_funding == (BTC,)
    assert (free.return_pct, free.net_return_pct, priced.net_return_pct) == (
        Decimal(0),
        Decimal(0),
        Decimal(-1),
    )
    assert report_of(run).net_return_pct is None
