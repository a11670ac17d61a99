"""A page that is left open while its desk restarts, freezes or is cut off comes back as it was, without a reload."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.desk_process import DeskProcess, running_desk
from tests.e2e.browser import running_browser
from tradewind.bus.server_program import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

BTC = "BTC-USDT-SWAP"
LOW: ViewportSize = {"width": 1280, "height": 420}
MARK = "window.sameDocument = true"
DECISIONS = "[...document.querySelectorAll('[data-testid=decision-card] a')].map(({href}) => href)"
ERRORS = (
    """() => { window.errors = []; window.addEventListener('error', ({message}) => errors.push(message)) }"""
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    with running_desk(tmp_path_factory.mktemp("desk") / "home") as running:
        yield running


def open_page(browser: Browser, url: str) -> Page:
    """Return a live page that knows whether it was loaded again."""
    page = browser.new_page(viewport=LOW)
    page.set_default_timeout(120_000)
    page.goto(url)
    connection_is(page, "live", 60)
    expect(page.get_by_test_id(f"price-value-{BTC}")).to_be_visible(timeout=60_000)
    page.evaluate(MARK)
    page.evaluate(ERRORS)
    return page


def connection_is(page: Page, state: str, seconds: float) -> None:
    expect(page.get_by_test_id("connection-state")).to_have_attribute(
        "data-state", state, timeout=seconds * 1000
    )


def last_known_is_shown(page: Page) -> None:
    """The banner says so; the price stays, gray and with its age."""
    expect(page.get_by_test_id("connection-banner")).to_contain_text("last known values", timeout=30_000)
    cell = page.get_by_test_id(f"price-{BTC}")
    expect(cell).to_have_attribute("data-current", "false")
    expect(cell).to_contain_text(re.compile(r"\d (s|m)"))
    expect(page.get_by_test_id(f"price-value-{BTC}")).to_have_text(re.compile(r"\d"))


def is_as_it_was(page: Page) -> None:
    """Live again, in the same document, moving, with nothing shown twice."""
    connection_is(page, "live", 120)
    expect(page.get_by_test_id("connection-banner")).to_have_count(0)
    expect(page.get_by_test_id(f"price-{BTC}")).to_have_attribute("data-current", "true", timeout=120_000)
    price = page.get_by_test_id(f"price-value-{BTC}")
    expect(price).not_to_have_text(price.text_content() or "", timeout=120_000)
    decisions = page.evaluate(DECISIONS)
    assert len(decisions) == len(set(decisions)), "a decision is shown twice"
    assert page.evaluate("window.sameDocument") is True
    assert page.evaluate("errors") == []


def test_a_restart_keeps_the_document_its_focus_and_its_place_f95(browser: Browser, tmp_path: Path) -> None:
    home, port = tmp_path / "home", str(free_port())
    with running_desk(home, "--port", port) as first:
        page = open_page(browser, first.url)
        expect(page.get_by_test_id("decision-card").first).to_be_visible(timeout=120_000)
        newest = page.get_by_role("region", name="Newest decisions")
        newest.focus()
        page.evaluate("scrollTo(0, 250)")
        before = page.evaluate(DECISIONS)
        first.kill()
        connection_is(page, "stale", 60)
        last_known_is_shown(page)
        place = page.evaluate("scrollY")

    with running_desk(home, "--port", port):
        is_as_it_was(page)
        assert set(before) <= set(page.evaluate(DECISIONS)), "what was shown is still there"
        expect(newest).to_be_focused()
        assert place > 0
        assert abs(page.evaluate("scrollY") - place) < LOW["height"] / 4, "the banner alone may move the page"
    page.close()


def test_a_page_that_was_offline_resumes_when_it_is_online(browser: Browser, desk: DeskProcess) -> None:
    page = open_page(browser, desk.url)

    page.context.set_offline(True)
    connection_is(page, "stale", 60)
    last_known_is_shown(page)
    page.context.set_offline(False)

    is_as_it_was(page)
    page.close()


def test_a_half_open_socket_is_noticed_and_replaced(browser: Browser, desk: DeskProcess) -> None:
    """The desk's machine answers, the desk does not: nothing breaks, nothing comes."""
    page = open_page(browser, desk.url)

    os.kill(desk.process.pid, signal.SIGSTOP)
    try:
        connection_is(page, "stale", 60)
        last_known_is_shown(page)
    finally:
        os.kill(desk.process.pid, signal.SIGCONT)

    is_as_it_was(page)
    page.close()
