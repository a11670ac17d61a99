"""The market page of a real desk: candles, indicators, own trades, the book, and what stays when the desk is gone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.desk_process import DeskProcess, running_desk, wait_until
from tests.e2e.axe import violations
from tests.e2e.browser import running_browser

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

WITHIN_MS = 60_000
SOL = "SOL-USDT-SWAP"
ORDER = """async (body) => (await fetch("/api/orders", {
    method: "POST", body: JSON.stringify(body), headers: {"Content-Type": "application/json"},
})).status"""
DESKTOP = ViewportSize(width=1440, height=900)
PHONE = ViewportSize(width=390, height=844)


def a_page(browser: Browser) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport=DESKTOP, color_scheme="dark")
    page.set_default_timeout(WITHIN_MS)
    expect.set_options(timeout=WITHIN_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda e: complaints.append(str(e)))
    return page, complaints


def buy_sol(desk: DeskProcess, page: Page) -> None:
    """Have an order by hand taken, asked for by the page itself."""
    price = desk.get("/api/market/v1/prices")["data"][SOL]["price"]
    body = {"symbol": SOL, "side": "buy", "notional": "2000", "stop_price": f"{price * 0.95:.2f}"}

    def is_taken() -> bool | None:
        return page.evaluate(ORDER, body) in {201, 202} or None

    wait_until(is_taken, 60, "no order by hand was taken")


def test_a_market_is_watched_from_its_candles_to_the_decision_behind_a_trade(tmp_path: Path) -> None:
    with running_browser() as browser, running_desk(tmp_path / "home") as desk:
        page, complaints = a_page(browser)
        page.goto(f"{desk.url}/market")
        expect(page).to_have_url(re.compile("/market/BTC-USDT-SWAP$"))
        candles_are_drawn(page)
        frame_and_indicators_are_chosen_and_remembered(page)
        the_book_has_its_age(page)
        buy_sol(desk, page)
        page.keyboard.press("]")
        expect(page).to_have_url(re.compile("/market/ETH-USDT-SWAP$"))
        page.get_by_label("Symbol", exact=True).select_option(SOL)
        expect(page).to_have_url(re.compile(f"/market/{SOL}$"))
        everybody_can_use_it(page)
        a_trade_leads_to_its_decision(page)
        page.go_back()
        the_chart_outlives_the_desk(desk, page)
        assert not complaints


def candles_are_drawn(page: Page) -> None:
    chart = page.get_by_test_id("chart")
    expect(chart).to_have_attribute("data-candles", re.compile(r"^[1-9]\d+$"))
    expect(chart).to_have_attribute("data-growing", re.compile("^[12]$"))
    expect(chart.locator("canvas").first).to_be_visible()
    page.get_by_text("The last 30 candles as a table").click()
    rows = page.get_by_role("region", name="Candles, newest first").get_by_role("row")
    expect(rows).to_have_count(31)
    expect(rows.nth(1)).to_contain_text("forming")


def frame_and_indicators_are_chosen_and_remembered(page: Page) -> None:
    chart = page.get_by_test_id("chart")
    indicators = page.get_by_role("group", name="Indicators")
    for name in ("RSI 14", "Bollinger", "SMA 50"):
        indicators.get_by_text(name).click()
    lines = "sma_20 bollinger_upper bollinger_mid bollinger_lower rsi_14"
    expect(chart).to_have_attribute("data-lines", lines)
    table = page.get_by_role("region", name="Candles, newest first")
    expect(table.get_by_role("columnheader", name="RSI 14")).to_be_visible()
    page.get_by_role("group", name="Candle length").get_by_text("1m", exact=True).click()
    expect(page.get_by_role("img", name=re.compile("^1m candles"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("img", name=re.compile("^1m candles"))).to_be_visible()
    expect(page.get_by_test_id("chart")).to_have_attribute("data-lines", lines)


def the_book_has_its_age(page: Page) -> None:
    panel = page.get_by_role("region", name="Order book")
    for side in ("Offers", "Bids"):
        rows = panel.get_by_role("table", name=side).get_by_role("row")
        expect(rows).to_have_count(9)
    expect(panel.get_by_test_id("age")).to_have_text(re.compile("now|s$"))
    expect(panel).to_contain_text("imbalance")


def a_trade_leads_to_its_decision(page: Page) -> None:
    chart = page.get_by_test_id("chart")
    expect(chart).to_have_attribute("data-marks", re.compile(r"^[1-9]"))
    expect(chart).to_have_attribute("data-levels", re.compile(r"long [\d.]+, stop"))
    page.get_by_text(re.compile("Own trades on this chart: [1-9]")).click()
    link = page.get_by_role("region", name="Own trades, newest first").get_by_role("link", name="why").last
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Decision of")


def everybody_can_use_it(page: Page) -> None:
    expect(page.get_by_role("status", name=re.compile("^Loading"))).to_have_count(0)
    expect(page.get_by_test_id("chart").locator("canvas").first).to_be_visible()
    for scheme in ("dark", "light"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == [], scheme
    page.set_viewport_size(PHONE)
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size(DESKTOP)


def the_chart_outlives_the_desk(desk: DeskProcess, page: Page) -> None:
    chart = page.get_by_test_id("chart")
    expect(page.get_by_test_id("chart-state")).to_have_attribute("data-current", "true")
    expect(chart).to_have_attribute("data-candles", re.compile(r"^[1-9]"))
    desk.kill()
    expect(page.get_by_test_id("chart-state")).to_have_attribute("data-current", "false")
    expect(page.get_by_test_id("chart-state")).to_contain_text("not connected")
    assert int(chart.get_attribute("data-candles") or 0) > 0
