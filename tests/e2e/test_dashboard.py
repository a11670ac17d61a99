"""The dashboard in a real browser: it moves, says when it is stale, and comes back without a reload."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk_process import running_desk
from tests.e2e.browser import running_browser
from tradewind.bus.server_program import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

BTC_PRICE = "price-value-BTC-USDT-SWAP"
CONNECTION = "connection-state"


def a_page(browser: Browser) -> Page:
    page = browser.new_page()
    page.set_default_timeout(120_000)
    return page


def connection_is(page: Page, state: str, seconds: float) -> None:
    expect(page.get_by_test_id(CONNECTION)).to_have_attribute("data-state", state, timeout=seconds * 1000)


def test_the_banner_moves_goes_stale_and_comes_back_without_a_reload(tmp_path: Path) -> None:
    home, port = tmp_path / "home", str(free_port())
    with running_browser() as browser:
        page = a_page(browser)
        complaints: list[str] = []
        page.on("pageerror", lambda e: complaints.append(str(e)))
        with running_desk(home, "--port", port) as desk:
            page.goto(desk.url)
            connection_is(page, "live", 60)
            page.evaluate("window.sameDocument = true")
            price = page.get_by_test_id(BTC_PRICE)
            before = price.text_content() or ""
            expect(price).not_to_have_text(before, timeout=120_000)

            desk.kill()
            connection_is(page, "stale", 60)
            assert price.text_content(), "the last price stays on the screen"

        with running_desk(home, "--port", port):
            connection_is(page, "live", 120)
            last = price.text_content() or ""
            expect(price).not_to_have_text(last, timeout=120_000)
            assert page.evaluate("window.sameDocument") is True
        assert not complaints


def test_the_first_decision_comes_to_the_page_by_itself(tmp_path: Path) -> None:
    with running_browser() as browser, running_desk(tmp_path / "home") as desk:
        page = a_page(browser)
        page.goto(desk.url)

        expect(page.get_by_test_id("decision-card").first).to_be_visible(timeout=120_000)
        expect(page.get_by_test_id("account-equity")).to_contain_text(
            re.compile(r"(9|10)\d,\d{3}"), timeout=60_000
        )
