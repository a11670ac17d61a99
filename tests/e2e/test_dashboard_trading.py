"""From a decision to its fill on the dashboard of a real desk, orders by hand and what the gates refuse, exports."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.desk_process import DeskProcess, running_desk
from tests.e2e.axe import violations
from tests.e2e.browser import running_browser

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]

PORTFOLIO = "/api/autotrade/v1/portfolio"
SYMBOL = "SOL-USDT-SWAP"
WITHIN_MS = 60_000
FIRST_DECISION_MS = 120_000
FIRST_OPENING_MS = 240_000
IS_ONE_COLUMN = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    with running_desk(tmp_path_factory.mktemp("trading") / "home") as running:
        yield running


@contextmanager
def watching(desk: DeskProcess) -> Iterator[Page]:
    """Yield the overview; no script may fail, and nobody may reload it."""
    with running_browser() as browser:
        shown = browser.new_page(viewport={"width": 1440, "height": 900})
        shown.set_default_timeout(WITHIN_MS)
        complaints: list[str] = []
        shown.on("pageerror", lambda e: complaints.append(str(e)))
        shown.goto(desk.url)
        shown.evaluate("window.sameDocument = true")
        yield shown
        assert shown.evaluate("window.sameDocument") is True
        assert not complaints


@pytest.fixture
def page(desk: DeskProcess) -> Iterator[Page]:
    """The overview once a decision is on it."""
    with watching(desk) as shown:
        expect(shown.get_by_test_id("decision-card").first).to_be_visible(timeout=FIRST_DECISION_MS)
        yield shown


def hold_sol(desk: DeskProcess, page: Page) -> None:
    """Buy SOL by hand unless it is held; its row then stands on the page of orders."""
    page.get_by_role("link", name="Orders", exact=True).first.click()
    expect(page.get_by_role("heading", name="Closed positions add up")).to_be_visible()
    held = {position["symbol"] for position in desk.get(PORTFOLIO)["positions"]}
    if SYMBOL not in held:
        price = desk.get("/api/market/v1/prices")["data"][SYMBOL]["price"]
        page.get_by_label("Symbol").select_option(SYMBOL)
        page.get_by_label("Notional").fill("1500")
        page.get_by_label("Stop price").fill(f"{price * 0.95:.2f}")
        page.get_by_role("button", name="Preview").click()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_test_id("placed")).to_contain_text("order filled", timeout=WITHIN_MS)
    expect(page.get_by_role("button", name="Close… SOL")).to_be_visible()


def opening_of(page: Page) -> tuple[str, str]:
    """Wait for an opening of the desk's own that was filled; return the decision's address and the symbol."""
    filled = page.get_by_role("list", name="Proposed trades").get_by_role("listitem")
    filled = filled.filter(has_text="approved").filter(has_text="order filled").first
    expect(filled).to_be_visible(timeout=FIRST_OPENING_MS)
    card = page.get_by_test_id("decision-card").filter(has=filled).first
    address = card.get_by_role("link", name="Whole chain").get_attribute("href")
    symbol = filled.locator("[title$='-USDT-SWAP']").first.get_attribute("title")
    assert address is not None
    assert symbol is not None
    return address, symbol


def test_a_decision_of_the_desk_is_watched_to_its_fill_and_its_position(tmp_path: Path) -> None:
    with running_desk(tmp_path / "home") as desk, watching(desk) as page:
        address, symbol = opening_of(page)
        base = symbol.split("-")[0]
        page.locator(f"a[href='{address}']", has_text="Whole chain").click()
        expect(page.get_by_role("heading", name="4 · Proposals and verdicts")).to_be_visible()
        for part in ("Orders", "Fills"):
            section = page.get_by_role("region", name=re.compile(rf"\d · {part}"))
            expect(section.get_by_role("row", name=re.compile(base)).first).to_be_visible()

        page.get_by_role("link", name="Orders", exact=True).first.click()
        page.get_by_label("Instrument").select_option(symbol)
        ordered = page.get_by_role("table", name="Order history").get_by_role("row", name=re.compile(base))
        expect(ordered.first).to_contain_text("order filled")
        page.get_by_text("Fills", exact=True).click()
        expect(page.get_by_role("table", name="Fills, newest first")).to_contain_text(base)
        assert "list=fills" in page.url

        page.get_by_role("link", name="Overview", exact=True).first.click()
        row = page.get_by_role("table", name="Open positions").get_by_role("row", name=re.compile(base))
        expect(row).to_be_visible()
        expect(row).not_to_contain_text("no stop")
        expect(page.get_by_role("list", name="Limits")).to_contain_text(re.compile(f"{base} (long|short)"))
        row.get_by_role("link", name="why").click()
        expect(page).to_have_url(re.compile(f"{address}$"))


def test_a_gate_that_refuses_is_named_in_words(page: Page) -> None:
    page.get_by_role("link", name="Orders", exact=True).first.click()
    page.get_by_label("Notional").fill("90000000")
    page.get_by_label("Leverage").fill("100")
    page.get_by_label("Stop price").fill("1")
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_test_id("order-preview")
    expect(preview).to_have_attribute("data-approved", "false")
    expect(preview.get_by_role("list", name="Gates")).to_contain_text("leverage limit refused")
    expect(preview).to_contain_text("limit 10")
    expect(page.get_by_role("button", name="Send")).to_have_count(0)


def test_a_close_says_what_it_comes_to_and_becomes_a_closed_position(desk: DeskProcess, page: Page) -> None:
    hold_sol(desk, page)
    page.get_by_role("button", name="Close… SOL").click()
    dialog = page.get_by_role("dialog", name="Close SOL")
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    expect(dialog).to_contain_text(re.compile(r"Closes the long of .* SOL at the market: [\d,.]+ notional"))
    assert violations(page) == []
    dialog.get_by_role("button", name=re.compile("^Close .* SOL")).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Close… SOL")).to_have_count(0)
    page.get_by_text("Closed positions", exact=True).click()
    closed = page.get_by_role("table", name="Closed trades, newest first")
    expect(closed).to_contain_text("SOL", timeout=WITHIN_MS)


def test_what_is_exported_is_a_table_and_runs_nothing(desk: DeskProcess, page: Page) -> None:
    hold_sol(desk, page)
    for tab in ("Orders", "Fills", "Closed positions"):
        page.get_by_role("radio", name=tab, exact=True).check(force=True)
        with page.expect_download() as started:
            page.get_by_role("link", name="Newest 500 as CSV").click()
        header, *rows = csv.reader(io.StringIO(Path(started.value.path()).read_text(), newline=""))
        assert any(name.endswith("_local") for name in header)
        for row in rows:
            assert len(row) == len(header)
            assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_both_pages_can_be_used_by_everybody_at_any_width(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for link, heading in (("Overview", "Exposure and limits"), ("Orders", "Closed positions add up")):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.get_by_role("link", name=link, exact=True).first.click()
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
        expect(page.get_by_role("status", name=re.compile("^Loading"))).to_have_count(0, timeout=WITHIN_MS)
        assert violations(page) == []
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate(IS_ONE_COLUMN), f"{link} scrolls sideways at 390 px"
