"""The runtime mode on the dashboard of a real desk: through the arming steps to paper and back; live is not forced."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.desk_process import DeskProcess, running_desk
from tests.e2e.axe import violations
from tests.e2e.browser import running_browser

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

PORTFOLIO = "/internal/autotrade/v1/portfolio"
MODE = "/internal/autotrade/v1/runtime-mode"
WITHIN_MS = 60_000
REBUILT_WITHIN_MS = 120_000
FORCED = """async (path) => {
    const body = JSON.stringify({mode: "live", by: "eve", reason: "now", confirm: "live"})
    const headers = {"content-type": "application/json"}
    const answer = await fetch(path, {method: "PATCH", headers, body})
    return [answer.status, (await answer.json()).reasons.join(" ")]
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    with running_desk(tmp_path_factory.mktemp("mode") / "home") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=WITHIN_MS)
    with running_browser() as running:
        yield running


@contextmanager
def settings_page(browser: Browser, desk: DeskProcess) -> Iterator[Page]:
    """Yield the settings; no script may fail."""
    page = browser.new_page()
    page.set_default_timeout(WITHIN_MS)
    complaints: list[str] = []
    page.on("pageerror", lambda e: complaints.append(str(e)))
    page.goto(f"{desk.url}/settings")
    yield page
    assert not complaints
    page.close()


def in_both_themes(page: Page) -> None:
    for theme in ("Dark", "Light"):
        page.emulate_media(color_scheme="dark" if theme == "Dark" else "light")
        assert (theme, violations(page)) == (theme, [])


def dialog_to(page: Page, mode: str) -> Locator:
    page.get_by_role("button", name=f"Switch to {mode}…").click()
    dialog = page.get_by_role("dialog", name=re.compile(f"to {mode}$"))
    expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
    return dialog


def flatten(page: Page) -> None:
    """Close everything by the kill switch and let the desk trade again, as the first step says."""
    page.keyboard.press("Alt+k")
    dialog = page.get_by_role("dialog", name="Kill switch")
    dialog.get_by_label("Halt and flatten").check()
    dialog.get_by_label(re.compile("Type .flatten.")).fill("flatten")
    dialog.get_by_role("button", name="Halt and flatten").click()
    expect(dialog.get_by_test_id("switch-proof")).to_have_attribute("data-done", "true")
    dialog.get_by_label(re.compile("Type .resume.")).fill("resume")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()


def switch(page: Page, mode: str) -> None:
    flatten(page)
    dialog = dialog_to(page, mode)
    dialog.get_by_label("Your name").fill("ann")
    dialog.get_by_label("Why").fill("to try it")
    submit = dialog.get_by_role("button", name=f"Switch to {mode}")
    expect(submit).to_be_enabled()
    expect(dialog.locator("[data-met=false]")).to_have_count(0)
    submit.click()
    expect(dialog).to_be_hidden()


def is_shown(page: Page, mode: str) -> None:
    """The page follows by itself: badge, frame and account are those of the new mode."""
    badge = page.get_by_test_id("mode-badge")
    expect(badge).to_contain_text(mode, timeout=REBUILT_WITHIN_MS)
    expect(page.get_by_test_id("frame")).to_have_attribute("data-mode", mode)
    expect(page.get_by_test_id("mode-progress")).to_have_text(
        f"The desk trades in {mode} now.", timeout=REBUILT_WITHIN_MS
    )
    expect(page.get_by_test_id("connection-state")).to_have_attribute(
        "data-state", "live", timeout=REBUILT_WITHIN_MS
    )
    expect(page.get_by_test_id("readiness")).to_have_attribute(
        "data-state", "ready", timeout=REBUILT_WITHIN_MS
    )


def test_a_desk_goes_to_paper_and_back_without_a_reload(browser: Browser, desk: DeskProcess) -> None:
    with settings_page(browser, desk) as page:
        page.evaluate("window.sameDocument = true")
        simulated = desk.get(PORTFOLIO)["portfolio"]["id"]
        switch(page, "paper")
        is_shown(page, "paper")
        assert desk.get(PORTFOLIO)["portfolio"]["id"] != simulated
        row = page.get_by_role("row", name=re.compile("paper.*ann"))
        expect(row.first).to_contain_text("to try it")
        in_both_themes(page)

        switch(page, "simulator")
        is_shown(page, "simulator")
        assert desk.get(PORTFOLIO)["portfolio"]["id"] == simulated
        assert page.evaluate("window.sameDocument") is True


def test_live_says_what_is_missing_and_cannot_be_forced(browser: Browser, desk: DeskProcess) -> None:
    with settings_page(browser, desk) as page:
        dialog = dialog_to(page, "live")
        for step, asked in (("caps", "daily_loss_cap"), ("venue", "live-armed")):
            expect(dialog.locator(f"[data-step={step}][data-met=false]")).to_contain_text(asked)
        expect(dialog.get_by_test_id("left-behind")).to_contain_text(re.compile(r"\d+ positions?.* and \d+"))
        dialog.get_by_label("Your name").fill("eve")
        dialog.get_by_label("Why").fill("now")
        dialog.get_by_label(re.compile("Type .live.")).fill("live")
        expect(dialog.get_by_role("button", name="Steps are not met")).to_be_disabled()
        in_both_themes(page)

        status, reasons = page.evaluate(FORCED, MODE)
        assert status == 409
        assert "live-armed" in reasons
        dialog.get_by_role("button", name="Cancel").click()
        expect(page.get_by_test_id("mode-badge")).not_to_contain_text("live")
