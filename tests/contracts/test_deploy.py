"""The unit for systemd starts a command that exists, and the page about it says what the code does."""

import shlex
from configparser import ConfigParser
from pathlib import Path

from typer.testing import CliRunner

from tradewind.app.draining import AFTER_DRAIN, DRAIN_WITHIN
from tradewind.cli.commands import app
from tradewind.cli.run import COLLECTOR_PORT
from tradewind.market import SpotConfig
from tradewind.market.venues.alpaca import REQUEST_LIMIT
from tradewind.market.venues.binanceus_weights import WEIGHT_LIMIT
from tradewind.web.descriptors import RESERVED

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "systemd" / "tradewind-collector.service"
PAGE = (ROOT / "docs" / "deploy.md").read_text()


def test_the_unit_starts_a_command_with_options_that_exist() -> None:
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign] # systemd's names have capitals
    unit.read(UNIT)
    program, *words = shlex.split(unit["Service"]["ExecStart"])

    said = CliRunner().invoke(app, [*words[:2], "--help"], env={"COLUMNS": "200"})

    assert program.endswith("/.venv/bin/tradewind")
    assert said.exit_code == 0
    assert all(word in said.output for word in words if word.startswith("--"))
    assert words[words.index("--port") + 1] == str(COLLECTOR_PORT)


def test_the_page_names_the_port_and_the_figures_of_the_code() -> None:
    spot = SpotConfig()

    assert f"[--port {COLLECTOR_PORT}]" in PAGE
    assert f"request weight {WEIGHT_LIMIT} a minute | {spot.weight_per_minute:.0f} on average" in PAGE
    assert f"reads stop at {WEIGHT_LIMIT * spot.request_share:.0f}" in PAGE
    assert f"the {WEIGHT_LIMIT * spot.order_reserve:.0f} kept for orders" in PAGE
    assert f"| {REQUEST_LIMIT} requests a minute |" in PAGE


def test_the_page_names_the_bounds_of_a_stop_and_of_visitors() -> None:
    assert f"up to {DRAIN_WITHIN.total_seconds():g} s, and journaled" in PAGE
    assert (DRAIN_WITHIN + AFTER_DRAIN).total_seconds() < 20
    assert f"The last {RESERVED} file descriptors" in PAGE


def test_the_page_says_where_a_home_does_not_belong_f62() -> None:
    assert "named volume" in PAGE
    assert all(word in PAGE for word in ("NFS", "SMB", "macOS", "write-ahead log"))
