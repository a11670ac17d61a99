"""The drills are found where a user looks for them; tests/e2e/test_drill.py plays them."""

from typer.testing import CliRunner

from tradewind.cli.commands import app


def test_the_drills_are_told() -> None:
    done = CliRunner().invoke(app, ["drill", "--help"])
    assert done.exit_code == 0
    assert {"failover", "paper"} <= set(done.output.split())
