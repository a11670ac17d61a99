"""The drill plays what F44 asks for, over the real adapter and the lab's own process."""

from typer.testing import CliRunner

from tradewind.app.drill import failover_drill
from tradewind.cli.commands import app


async def test_f44_a_venue_that_goes_away_and_comes_back_costs_nothing_but_time() -> None:
    steps = await failover_drill()
    assert [(step.what, step.found) for step in steps if not step.is_passed] == []
    assert len(steps) == 7


def test_the_drills_are_told() -> None:
    done = CliRunner().invoke(app, ["drill", "--help"])
    assert done.exit_code == 0
    assert "failover" in done.output
