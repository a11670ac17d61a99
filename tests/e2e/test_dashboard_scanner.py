"""The scanner on a real desk: coins, stocks and swaps are sorted, filtered and starred, and lead to their market."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.desk_process import DeskProcess, running_desk, wait_until
from tests.e2e.axe import violations
from tests.e2e.browser import running_browser

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

WITHIN_MS = 60_000
FEW_COINS = {"TRADEWIND_APP__SPOT__SYMBOLS": "[BTCUSDT, ETHUSDT, SOLUSDT]"}
FITS = "document.documentElement.scrollWidth <= innerWidth"
SYMBOLS = ("BTC-USDT-SWAP", "BTCUSDT", "SPY")


@contextmanager
def scanner_page(home: Path) -> Iterator[tuple[DeskProcess, Page]]:
    """Yield a desk that has scored its coins and swaps, and its scanner; no script may fail."""
    with running_browser() as browser, running_desk(home, environment=FEW_COINS) as desk:
        wait_until(lambda: _is_scored(desk), 240, "coins and swaps are not scored")
        page = browser.new_page(color_scheme="dark")
        page.add_init_script("localStorage.setItem('tradewind.tour', 'seen')")
        page.set_default_timeout(WITHIN_MS)
        complaints: list[str] = []
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto(f"{desk.url}/scanner")
        for symbol in SYMBOLS:
            expect(page.get_by_test_id(f"scan-{symbol}")).to_be_visible(timeout=WITHIN_MS)
        yield desk, page
        assert not complaints


def test_the_scanner_sorts_filters_keeps_a_star_and_leads_to_the_market(tmp_path: Path) -> None:
    with scanner_page(tmp_path / "home") as (desk, page):
        assert violations(page) == []

        score = page.get_by_role("columnheader", name="Score")
        expect(score).to_have_attribute("aria-sort", "descending")
        symbol = page.get_by_role("columnheader", name="Symbol")
        symbol.get_by_role("button").focus()
        page.keyboard.press("Enter")
        expect(symbol).to_have_attribute("aria-sort", "ascending")
        expect(page).to_have_url(re.compile("sort=symbol"))
        names = [row.get_attribute("data-testid") for row in page.locator("tr[data-testid]").all()]
        assert names == sorted(names, key=str)

        page.get_by_label("Symbol", exact=True).fill("btc")
        expect(page.get_by_test_id("scan-SPY")).to_have_count(0)
        page.get_by_role("group", name="Market").get_by_text("Coins").click()
        expect(page.locator("tr[data-testid]")).to_have_count(1)
        _stars_and_reloads(desk, page)

        page.get_by_role("button", name="What is known of BTCUSDT").click()
        expect(page.get_by_role("table", name="BTCUSDT by timeframe")).to_contain_text("4h")
        page.emulate_media(color_scheme="light")
        assert violations(page) == []

        page.set_viewport_size({"width": 390, "height": 844})
        wait_until(lambda: page.evaluate(FITS), 30, "the page scrolls sideways")
        region = page.get_by_role("region", name="Scanned symbols")
        region.focus()
        expect(region).to_be_focused()

        page.get_by_role("link", name=re.compile("^BTCUSDT")).click()
        expect(page).to_have_url(re.compile("/market/BTCUSDT$"))


def _stars_and_reloads(desk: DeskProcess, page: Page) -> None:
    star = page.get_by_role("button", name="Watch BTCUSDT")
    expect(star).to_have_attribute("aria-pressed", "true")  # the watchlist of the settings has it
    star.click()
    expect(star).to_have_attribute("aria-pressed", "false", timeout=WITHIN_MS)
    assert "BTCUSDT" not in desk.get("/api/watchlist")["symbols"]
    page.reload()
    expect(star).to_have_attribute("aria-pressed", "false", timeout=WITHIN_MS)
    expect(page.locator("tr[data-testid]")).to_have_count(1)


def _is_scored(desk: DeskProcess) -> bool:
    rows = {row["symbol"]: row for row in desk.get("/api/scanner")["rows"]}
    lines = desk.get("/api/scanner/sparklines")["items"]
    scored = all(rows.get(symbol, {}).get("score") is not None for symbol in SYMBOLS[:2])
    return scored and SYMBOLS[2] in rows and SYMBOLS[0] in lines
