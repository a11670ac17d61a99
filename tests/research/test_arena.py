"""Contenders see the same markets, trade each on its own book, and end on one board net of all costs."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.ledger.records import CALL
from tests.research.tapes import BTC, a_run, a_tape, run_to
from tradewind.app.tape_venue import SimulatedTapeVenue
from tradewind.brokers.simulator import SimulatorConfig
from tradewind.decision.bundle import Bundle, Market
from tradewind.decision.decide import Decision
from tradewind.domain.account import AccountSnapshot
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Outcome
from tradewind.research.arena import Arena, Contender
from tradewind.research.arena_curves import curves_of, spread
from tradewind.research.arena_folder import ArenaFolder, keep_board, kept_boards
from tradewind.research.backtest_config import BacktestConfig
from tradewind.research.backtest_folder import FolderRefused
from tradewind.research.backtest_report import report_of
from tradewind.research.leaderboard import StoredArena, leaderboard_bytes, net_equity
from tradewind.research.policies import policy_named
from tradewind.research.tape import Tape
from tradewind.risk.limits import RiskLimits

BASELINES = ("rule", "buy-and-hold", "random")


class Asking:
    """Does nothing, and pays for it."""

    model = "asking"
    memory: tuple[str, ...] = ()

    def __init__(self, usd: str = "0") -> None:
        self._usd = Decimal(usd)
        self.seen: list[tuple[Market, ...]] = []

    def remember(self, memory: object) -> None:
        pass

    async def decide(self, bundle: Bundle, account: AccountSnapshot, limits: RiskLimits) -> Decision:  # noqa: ARG002
        self.seen.append(bundle.markets)
        return Decision(
            outcome=Outcome.DECIDED,
            why=None,
            calls=(replace(CALL, cost_usd=self._usd),),
            reasoning=None,
            proposals=(),
            unreadable=(),
        )


def a_baseline(name: str) -> Contender:
    return Contender(name=name, policy=policy_named(name, 7), is_baseline=True)


def an_arena(tape: Tape, *contenders: Contender) -> Arena:
    config = BacktestConfig(decider="", symbols=tape.symbols)
    chosen = contenders or tuple(map(a_baseline, BASELINES))
    return Arena(tape, config, chosen, lambda: SimulatedTapeVenue(SimulatorConfig()))


async def finished(arena: Arena) -> Arena:
    while not arena.is_done:
        await arena.step()
    return arena


async def test_a_contender_does_as_well_as_alone(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 500)
    arena = await finished(an_arena(tape))

    for name in BASELINES:
        alone = await run_to(a_run(tape, name))
        together, lonely = report_of(arena.runs[name]), report_of(alone)
        assert (together.final_equity, together.trades, together.fees) == (
            lonely.final_equity,
            lonely.trades,
            lonely.fees,
        )
        assert arena.runs[name].books.curve == alone.books.curve


async def test_everybody_is_shown_the_very_same_markets(tmp_path: Path) -> None:
    one, other = Asking(), Asking()
    arena = an_arena(
        a_tape(tmp_path, 200),
        Contender(name="one", policy=one, is_baseline=False),
        Contender(name="other", policy=other, is_baseline=False),
    )
    await finished(arena)

    assert len(one.seen) > 100
    for mine, yours in zip(one.seen, other.seen, strict=True):
        assert all(first is second for first, second in zip(mine, yours, strict=True))


async def test_what_a_model_costs_is_taken_off_its_equity_when_it_is_spent(tmp_path: Path) -> None:
    arena = an_arena(
        a_tape(tmp_path, 200), Contender(name="model:m", policy=Asking("0.01"), is_baseline=False)
    )
    await finished(arena)
    (row,) = arena.leaderboard().rows
    curve = net_equity(arena.runs["model:m"])

    assert row.model_cost_usd == Decimal("0.01") * row.decisions
    assert row.final_equity == 10_000 - row.model_cost_usd
    assert curve[0] == 10_000
    assert curve[10] == pytest.approx(10_000 - 0.1)
    assert row.max_drawdown == pytest.approx(-float(row.model_cost_usd) / 10_000)


def test_other_words_make_another_arena(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 100)
    one, other = (
        an_arena(tape, Contender(name="model:m:own", policy=Asking(), is_baseline=False, words_sha256=words))
        for words in ("a" * 64, "b" * 64)
    )

    assert one.identity != other.identity


async def test_the_board_ranks_by_what_is_left_and_says_how_sure_it_is(tmp_path: Path) -> None:
    board = (await finished(an_arena(a_tape(tmp_path, 1_500)))).leaderboard()
    equities = [row.final_equity or 0 for row in board.rows]
    held = next(row for row in board.rows if row.contender == "buy-and-hold")

    assert equities == sorted(equities, reverse=True)
    assert board.returns_every_hours == 1
    assert held.sharpe is not None
    assert held.sharpe_interval is not None
    assert held.sharpe in held.sharpe_interval
    assert held.mean_return_interval is not None


async def test_everybody_is_measured_against_who_bought_and_held(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 700)
    rows = {row.contender: row for row in (await finished(an_arena(tape))).leaderboard().rows}
    (alone,) = (await finished(an_arena(tape, a_baseline("random")))).leaderboard().rows

    assert rows["buy-and-hold"].beta == pytest.approx(1)
    assert rows["buy-and-hold"].alpha == pytest.approx(0)
    assert abs(rows["random"].beta or 1) < 1
    assert (alone.alpha, alone.beta) == (None, None)


async def test_too_short_a_tape_leaves_intervals_unknown(tmp_path: Path) -> None:
    board = (await finished(an_arena(a_tape(tmp_path, 300)))).leaderboard()

    assert {row.sharpe_interval for row in board.rows} == {None}


async def test_the_same_arena_gives_the_same_bytes_killed_or_not(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 400)
    whole = await finished(an_arena(tape))
    killed = an_arena(tape)
    folder = ArenaFolder(tmp_path / "out", killed)
    folder.prepare(is_resumed=False)
    while killed.place < 200:
        await killed.step()
    folder.save()
    await killed.step()

    resumed = an_arena(tape)
    again = ArenaFolder(tmp_path / "out", resumed)
    again.prepare(is_resumed=True)
    assert resumed.place == 200
    board = (await finished(resumed)).leaderboard()

    assert leaderboard_bytes(board) == leaderboard_bytes(whole.leaderboard())
    assert again.finish() == board
    assert (tmp_path / "out" / "leaderboard.json").read_bytes() == leaderboard_bytes(board)


async def test_runs_that_were_saved_at_different_steps_are_brought_level(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 300)
    whole = await finished(an_arena(tape))
    killed = an_arena(tape)
    for _ in range(50):
        await killed.step()
    early = killed.runs["rule"].checkpoint(0)
    for _ in range(50):
        await killed.step()
    late = {name: killed.runs[name].checkpoint(0) for name in ("buy-and-hold", "random")}

    resumed = an_arena(tape)
    resumed.runs["rule"].resume(early)
    for name, checkpoint in late.items():
        resumed.runs[name].resume(checkpoint)

    assert (await finished(resumed)).leaderboard() == whole.leaderboard()


def test_an_arena_needs_contenders_each_by_a_name_of_its_own(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 100)

    with pytest.raises(ValueError, match="each once; were rule, rule"):
        an_arena(tape, a_baseline("rule"), a_baseline("rule"))
    with pytest.raises(FolderRefused, match="would share a folder"):
        ArenaFolder(
            tmp_path,
            an_arena(
                tape,
                Contender(name="model:a", policy=Asking(), is_baseline=False),
                Contender(name="model_a", policy=Asking(), is_baseline=False),
            ),
        )


async def test_a_home_keeps_its_boards_and_leaves_out_what_it_cannot_read(tmp_path: Path) -> None:
    tape = a_tape(tmp_path, 150)
    boards = [
        (await finished(an_arena(tape, *chosen))).leaderboard()
        for chosen in ((a_baseline("rule"),), (a_baseline("buy-and-hold"),))
    ]
    for place, board in enumerate(boards):
        stored = StoredArena(finished_at=Instant.from_ms(1_000 * (place + 1)), leaderboard=board)
        keep_board(tmp_path / "home", stored)
    (tmp_path / "home" / "arena" / "torn.json").write_text("{")

    assert [stored.leaderboard for stored in kept_boards(tmp_path / "home", 10)] == boards[::-1]
    assert len(kept_boards(tmp_path / "home", 1)) == 1
    assert kept_boards(tmp_path / "nobody", 10) == []
    assert boards[0].symbols[0] == BTC


async def test_curves_tell_the_equity_net_of_the_model_s_cost_at_the_same_moments(tmp_path: Path) -> None:
    arena = await finished(
        an_arena(
            a_tape(tmp_path, 200),
            Contender(name="model:m", policy=Asking("0.01"), is_baseline=False),
            a_baseline("rule"),
        )
    )
    places = spread(arena.first, arena.last, 30)
    curves = curves_of(arena.runs, 30)

    assert curves.moments[0] == arena.leaderboard().first_decision
    assert curves.moments[-1] == arena.leaderboard().last_candle
    assert len(curves.moments) == len(places) == 30
    for line in curves.lines:
        whole = net_equity(arena.runs[line.contender])
        told = [float(equity or 0) for equity in line.equities]
        assert told == pytest.approx([whole[place - arena.first] for place in places], abs=1e-4)
    assert len(arena.curves().moments) == arena.last - arena.first + 1


@pytest.mark.parametrize(
    ("most", "expected"), [(2, [3, 9]), (4, [3, 5, 7, 9]), (7, [3, 4, 5, 6, 7, 8, 9]), (99, [*range(3, 10)])]
)
def test_thinning_keeps_both_ends_and_even_distances(most: int, expected: list[int]) -> None:
    assert spread(3, 9, most) == expected
    assert spread(3, 3, most) == [3]
