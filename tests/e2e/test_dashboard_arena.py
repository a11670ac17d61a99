"""An arena that was really run, on the page of the desk whose home keeps it: ranked, with intervals and curves."""

import csv
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.desk_process import DeskProcess, running_desk, wait_until
from tests.e2e.axe import violations
from tests.e2e.browser import running_browser
from tests.research.tapes import a_folder

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

ARENA = "/internal/autotrade/v1/arena"
CONTENDERS = ("rule", "buy-and-hold", "random:7", "random:8")
CANDLES = 1_300
"""108 hours: an interval needs 90 returns that differ, which the rule, hardly trading, does not have."""
WITHIN_MS = 30_000
SEEN_MS = 120_000
RUN_SECONDS = 300
SETTLED_SECONDS = 30
PHONE_WIDTH = 390


@contextmanager
def open_arena(home: Path) -> Iterator[tuple[DeskProcess, Page]]:
    """Yield a desk and its arena page; no script may fail on it."""
    with running_browser() as browser, running_desk(home) as desk:
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(WITHIN_MS)
        expect.set_options(timeout=WITHIN_MS)
        complaints: list[str] = []
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto(desk.url)
        page.get_by_role("link", name="Arena", exact=True).first.click()
        yield desk, page
        assert not complaints


def run_arena(home: Path, folder: Path) -> None:
    """Run an arena as a user does."""
    tape = folder / "tape"
    tape.mkdir()
    a_folder(tape, CANDLES, seed=5)
    command = [sys.executable, "-m", "tradewind", "arena", "--home", str(home), "--data", str(tape)]
    for name in CONTENDERS:
        command += ["--contender", name]
    done = subprocess.run(
        [*command, "--out", str(folder / "out")],
        capture_output=True,
        timeout=RUN_SECONDS,
        env=dict(os.environ),
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]


def order_is(page: Page, rows: list[dict[str, Any]]) -> None:
    headers = page.get_by_test_id("contender").get_by_role("rowheader")
    for place, row in enumerate(rows):
        expect(headers.nth(place)).to_contain_text(row["contender"])


def test_the_page_names_the_command_then_shows_what_it_left(tmp_path: Path) -> None:
    with open_arena(tmp_path / "home") as (desk, page):
        empty = page.get_by_test_id("no-arena")
        expect(empty).to_contain_text("No arena was run")
        expect(empty).to_contain_text(re.compile(r"tradewind\s+arena\s+--data\s+FOLDER"))
        assert violations(page) == []

        run_arena(desk.home, tmp_path)
        expect(page.get_by_test_id("contender")).to_have_count(len(CONTENDERS), timeout=SEEN_MS)
        [arena] = desk.get(ARENA)["items"]
        check_ranking(page, arena)
        check_sorting(page, arena)
        check_curves(page)
        check_export(page, arena)
        check_looks(page)


def check_ranking(page: Page, arena: dict[str, Any]) -> None:
    order_is(page, arena["rows"])
    chance = page.get_by_test_id("contender").filter(has_text="random:7")
    expect(chance).to_contain_text("baseline")
    expect(chance).to_contain_text(re.compile(r"\d to \S*\d"))
    expect(chance).to_contain_text("not distinguishable from buy and hold")
    idle = page.get_by_test_id("contender").filter(has_text="rule")
    expect(idle).to_contain_text("no interval")
    expect(page.get_by_title(arena["tape"])).to_have_text(arena["tape"][:12])


def check_sorting(page: Page, arena: dict[str, Any]) -> None:
    rows = arena["rows"]
    page.get_by_role("button", name="Max drawdown").click()
    expect(page.get_by_role("columnheader", name="Max drawdown")).to_have_attribute("aria-sort", "descending")
    order_is(page, sorted(rows, key=lambda row: row["max_drawdown"], reverse=True))
    page.get_by_role("button", name="Contender").click()
    order_is(page, rows)


def check_curves(page: Page) -> None:
    panel = page.get_by_role("region", name=re.compile("Equity curves"))
    chart = panel.get_by_role("img", name=re.compile("Equity of the contenders"))
    expect(chart.locator("canvas").first).to_be_visible()
    expect(panel.get_by_text("Last figures")).to_be_visible()
    painted = colors(chart)
    assert painted >= len(CONTENDERS), "each curve has a color of its own"

    chart.scroll_into_view_if_needed()
    chart.hover(position={"x": 200, "y": 100})
    expect(panel.get_by_text(re.compile(r"^At "))).to_be_visible()

    switch = panel.get_by_role("button", name=re.compile("rule"))
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")

    panel.get_by_text("Money", exact=True).click()
    panel.get_by_text("The curves as a table").click()
    first = panel.get_by_role("table").get_by_role("row").last
    expect(first).to_contain_text("10,000.00")


def colors(chart: Locator) -> int:
    """How many colors stand out on the drawing: those that are no shade of gray."""
    count = """chart => {
        const seen = new Set()
        for (const canvas of chart.querySelectorAll('canvas')) {
            if (!canvas.width || !canvas.height) continue
            const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
            for (let at = 0; at < data.length; at += 4) {
                const [red, green, blue, alpha] = data.slice(at, at + 4)
                const isVivid = Math.max(red, green, blue) - Math.min(red, green, blue) > 60
                if (alpha === 255 && isVivid) seen.add(`${red >> 5} ${green >> 5} ${blue >> 5}`)
            }
        }
        return seen.size
    }"""
    return int(chart.evaluate(count))


def check_export(page: Page, arena: dict[str, Any]) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="As CSV").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
    assert [row["contender"] for row in rows] == [row["contender"] for row in arena["rows"]]
    sure = [row for row in rows if row["contender"] != "rule"]
    assert all(float(row["sharpe_interval_low"]) < float(row["sharpe_interval_high"]) for row in sure)


def check_looks(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.emulate_media(color_scheme="light")
    assert violations(page) == []
    page.set_viewport_size({"width": PHONE_WIDTH, "height": 844})
    # The frame and the chart follow a change of width on their own time.
    width = "document.documentElement.scrollWidth"
    wait_until(
        lambda: bool(page.evaluate(width) <= PHONE_WIDTH), SETTLED_SECONDS, "the page scrolls sideways"
    )
    assert violations(page) == []
