"""What surrounds every page: the first look, keys and palette, the thumb bar of a phone, and that everybody can use it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.desk_process import DeskProcess, running_desk
from tests.e2e.axe import violations
from tests.e2e.browser import running_browser

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

WITHIN_MS = 60_000
SKIP_THE_TOUR = "localStorage.setItem('tradewind.tour', 'seen')"
WIDER_BY = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
THUMB_REACHES = 80
"""Pixels from the lower edge of a phone."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    with running_desk(tmp_path_factory.mktemp("shell") / "home") as desk:
        yield desk


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as browser:
        yield browser


@contextmanager
def open_page(
    browser: Browser, desk: DeskProcess, *, width: int = 1440, is_first_run: bool = False
) -> Iterator[Page]:
    """Yield the overview in a browser of its own; no script may fail."""
    context = browser.new_context(viewport={"width": width, "height": 780})
    if not is_first_run:
        context.add_init_script(SKIP_THE_TOUR)
    page = context.new_page()
    page.set_default_timeout(WITHIN_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(desk.url)
    expect(page.get_by_test_id("frame")).to_have_attribute("data-mode", "simulator", timeout=WITHIN_MS)
    yield page
    context.close()
    assert not complaints


def pages_of(page: Page) -> dict[str, str]:
    """Return title and address of every page that the navigation names."""
    links = page.get_by_role("navigation", name="Pages").get_by_role("link").all()
    return {link.inner_text(): link.get_attribute("href") or "" for link in links}


def is_at(page: Page, path: str) -> None:
    """Wait for the page at `path`, or one below it, with everything that it asked for."""
    expect(page).to_have_url(re.compile(rf"://[^/]+{re.escape(path)}([/?#].*)?$"), timeout=WITHIN_MS)
    expect(page.get_by_role("heading", level=1)).to_have_count(1, timeout=WITHIN_MS)
    loading = page.get_by_role("status", name=re.compile("^Loading"))
    expect(loading, f"{path} is still loading").to_have_count(0, timeout=2 * WITHIN_MS)


def find(page: Page, typed: str) -> None:
    """Type into the palette, by keyboard alone."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="Page, symbol")).to_be_focused()
    page.keyboard.type(typed)


def test_the_first_run_shows_around_in_three_steps_once(desk: DeskProcess, browser: Browser) -> None:
    with open_page(browser, desk, is_first_run=True) as page:
        tour = page.get_by_test_id("tour")
        expect(tour).to_contain_text("step 1 of 3")
        expect(tour).to_contain_text("No money is involved")
        tour.get_by_role("button", name="Next step").click()
        expect(tour).to_contain_text("How a decision reads")
        assert violations(page) == []
        tour.get_by_role("button", name="Next step").click()
        expect(tour).to_contain_text("tradewind halt")
        expect(page.get_by_test_id("kill-switch")).to_have_attribute("data-tour-points", "")
        tour.get_by_role("button", name="Begin").click()
        expect(tour).to_have_count(0)

        page.reload()
        expect(page.get_by_test_id("kill-switch")).to_be_visible()
        expect(tour).to_have_count(0)
        find(page, "look around")
        page.keyboard.press("Enter")
        expect(tour).to_contain_text("step 1 of 3")
        page.keyboard.press("Escape")
        expect(tour).to_have_count(0)


def test_every_page_is_reached_with_the_keyboard_alone(desk: DeskProcess, browser: Browser) -> None:
    with open_page(browser, desk) as page:
        pages = pages_of(page)
        assert {"Overview", "Decisions", "Orders", "Status"} <= set(pages)
        page.keyboard.press("?")
        sheet = page.get_by_role("dialog", name="Keys")
        expect(sheet.get_by_role("button", name="Close")).to_be_focused()
        assert violations(page) == []
        keys = {
            title: sheet.locator("dl > div", has=page.get_by_text(f"Go to {title}", exact=True))
            .locator("kbd")
            .all_inner_texts()[-1]
            for title in pages
        }
        page.keyboard.press("Escape")
        expect(sheet).to_be_hidden()
        for title, path in pages.items():
            page.keyboard.press("g")
            page.keyboard.press(keys[title])
            is_at(page, path)
            expect(page).to_have_title(re.compile("simulator · Tradewind$"))

        for title, path in pages.items():
            find(page, title)
            expect(page.get_by_role("dialog").get_by_role("option", selected=True)).to_contain_text(title)
            page.keyboard.press("Enter")
            is_at(page, path)

        find(page, "eth")
        expect(page.get_by_role("dialog").get_by_role("option", selected=True)).to_contain_text("ETH")
        assert violations(page) == []


def test_a_phone_shows_every_page_without_scrolling_sideways(desk: DeskProcess, browser: Browser) -> None:
    with open_page(browser, desk) as wide:
        pages = pages_of(wide)
    with open_page(browser, desk, width=360) as page:
        for path in pages.values():
            page.goto(desk.url + path)
            is_at(page, path)
            assert page.evaluate(WIDER_BY) <= 0, path
            expect(page.get_by_test_id("kill-switch")).to_have_count(1)
            box = page.get_by_test_id("kill-switch").bounding_box()
            assert box is not None
            assert box["y"] > 780 - THUMB_REACHES, path
            assert box["height"] >= 44, path

        page.get_by_test_id("kill-switch").click()
        expect(page.get_by_role("dialog", name="Kill switch")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.get_by_role("button", name="More").click()
        page.get_by_role("navigation", name="More pages").get_by_role("link", name="Status").click()
        is_at(page, "/status")


def test_every_page_can_be_used_by_everybody_in_dark_and_light(desk: DeskProcess, browser: Browser) -> None:
    with open_page(browser, desk) as page:
        for path in [*pages_of(page).values(), "/nowhere"]:
            page.goto(desk.url + path)
            if path != "/nowhere":
                is_at(page, path)
            for scheme in ("dark", "light"):
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                assert violations(page) == [], (path, scheme)


def test_older_addresses_lead_to_the_pages(desk: DeskProcess, browser: Browser) -> None:
    with open_page(browser, desk) as page:
        for old, path in (("/dashboard", "/"), ("/positions", "/orders")):
            page.goto(desk.url + old)
            is_at(page, path)


def test_the_page_can_be_installed(desk: DeskProcess) -> None:
    manifest = desk.get("/manifest.webmanifest")
    assert manifest["display"] == "standalone"
    assert all(Path(icon["src"]).suffix == ".svg" for icon in manifest["icons"])
