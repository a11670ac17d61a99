"""The log of decisions on the dashboard of a real desk: filtered, opened by key, decided again with other words."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.desk_process import DeskProcess, running_desk
from tests.e2e.axe import violations
from tests.e2e.browser import running_browser

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

DECISIONS = "/internal/autotrade/v1/decisions"
WITHIN_MS = 60_000
FIRST_DECISION_MS = 120_000
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    with running_desk(tmp_path_factory.mktemp("decisions") / "home") as running:
        yield running


@pytest.fixture(scope="module")
def page(desk: DeskProcess) -> Iterator[Page]:
    """The log with a decision of a model on it; no script may fail."""
    expect.set_options(timeout=WITHIN_MS)
    with running_browser() as browser:
        shown = browser.new_page()
        shown.set_default_timeout(WITHIN_MS)
        complaints: list[str] = []
        shown.on("pageerror", lambda e: complaints.append(str(e)))
        shown.goto(f"{desk.url}/decisions?outcome=decided")
        expect(shown.get_by_test_id("decision-card").first).to_be_visible(timeout=FIRST_DECISION_MS)
        yield shown
        assert not complaints


def in_both_themes(page: Page) -> None:
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
        assert (theme, violations(page)) == (theme, [])


def test_a_decision_is_found_opened_by_key_and_decided_again_with_other_words(
    desk: DeskProcess, page: Page
) -> None:
    page.goto(f"{desk.url}/decisions?outcome=decided")
    page.get_by_label("Symbol").select_option("BTC-USDT-SWAP")
    expect(page).to_have_url(re.compile("outcome=decided.*symbol=BTC-USDT-SWAP"))
    page.get_by_label("Verdict").select_option("refused")
    page.get_by_label("Outcome").select_option("skipped")
    expect(page.get_by_text("No decision matches")).to_be_visible()
    page.go_back()
    page.goto(f"{desk.url}/decisions?outcome=decided&symbol=BTC-USDT-SWAP")
    expect(page.get_by_label("Symbol")).to_have_value("BTC-USDT-SWAP")
    expect(page.get_by_test_id("decision-card").first).to_be_visible()
    in_both_themes(page)

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Decision of")
    expect(page.get_by_text("✓ verified")).to_be_visible()

    page.get_by_label("Prompt version").select_option("v1")
    expect(page.get_by_test_id("replay-cost")).to_contain_text("Asks lab-rules once")
    page.get_by_role("button", name="Decide again").click()
    comparison = page.get_by_test_id("comparison")
    expect(comparison).to_have_attribute("data-result", "different")
    expect(comparison).to_contain_text("first differs at: prompt")
    expect(comparison).to_contain_text("lab-rules · version v1 · decided")
    in_both_themes(page)


def test_the_inputs_are_folded_on_a_phone_and_the_neighbors_lead_on(desk: DeskProcess, page: Page) -> None:
    desk.post("/internal/autotrade/v1/scheduler/trigger")
    newest = desk.get(f"{DECISIONS}?limit=1&outcome=decided")["items"][0]["id"]
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    page.goto(f"{desk.url}/decisions/{newest}")
    expect(page.get_by_test_id("inputs-in-short")).to_contain_text(re.compile(r"\d+ inputs: \d+ fresh"))
    expect(page.get_by_role("region", name="Inputs", exact=True)).to_be_hidden()
    page.get_by_text("Every input with its age and hash").click()
    expect(page.get_by_role("region", name="Inputs", exact=True)).to_be_visible()

    page.get_by_role("link", name="Later →").click()
    expect(page.get_by_role("link", name="← Earlier")).to_have_attribute("href", f"/decisions/{newest}")
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(newest))
    assert violations(page) == []
