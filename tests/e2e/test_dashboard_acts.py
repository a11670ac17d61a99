"""What a person does on the dashboard of a real desk: stop and resume it, look into a decision and decide it again."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.desk_process import DeskProcess, running_desk
from tests.e2e.axe import violations
from tests.e2e.browser import running_browser

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

KILL_SWITCH = "/internal/autotrade/v1/kill-switch"
WITHIN_MS = 30_000
FIRST_DECISION_MS = 90_000


@contextmanager
def open_page(home: Path) -> Iterator[tuple[DeskProcess, Page]]:
    """Yield a desk and its overview once the first decision is on it; no script may fail."""
    with running_browser() as browser, running_desk(home) as desk:
        page = browser.new_page()
        page.set_default_timeout(WITHIN_MS)
        complaints: list[str] = []
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto(desk.url)
        expect(page.get_by_test_id("decision-card").first).to_be_visible(timeout=FIRST_DECISION_MS)
        yield desk, page
        assert not complaints


def switch_is(page: Page, state: str) -> None:
    expect(page.get_by_test_id("kill-switch")).to_have_attribute("data-state", state, timeout=WITHIN_MS)


def test_the_kill_switch_stops_the_desk_with_proof_and_lets_it_go_on(tmp_path: Path) -> None:
    with open_page(tmp_path / "home") as (desk, page):
        switch_is(page, "ACTIVE")
        page.keyboard.press("Alt+k")
        dialog = page.get_by_role("dialog", name="Kill switch")
        expect(dialog.get_by_role("button", name="Cancel")).to_be_focused()
        expect(dialog).to_contain_text(re.compile(r"Closes (\d+ positions?|nothing)"), timeout=WITHIN_MS)
        for _ in range(12):
            page.keyboard.press("Tab")
            assert page.evaluate(
                "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
            )
        assert violations(page) == []

        dialog.get_by_label("Halt and flatten").check()
        dialog.get_by_label(re.compile("Type .flatten.")).fill("flatten")
        dialog.get_by_role("button", name="Halt and flatten").click()
        switch_is(page, "HALTED")
        proof = dialog.get_by_test_id("switch-proof")
        expect(proof).to_have_attribute("data-done", "true", timeout=WITHIN_MS)
        expect(proof).to_contain_text("0 open orders")
        expect(proof).to_contain_text("0 positions")
        assert desk.get(KILL_SWITCH)["state"] == "HALTED"
        assert violations(page) == []

        dialog.get_by_label(re.compile("Type .resume.")).fill("resume")
        page.keyboard.press("Enter")
        switch_is(page, "ACTIVE")
        expect(dialog).to_be_hidden()
        expect(page.get_by_test_id("kill-switch")).to_be_visible()
        assert desk.get(KILL_SWITCH)["state"] == "ACTIVE"


def test_the_newest_decision_shows_its_whole_chain_and_is_decided_again_alike(tmp_path: Path) -> None:
    with open_page(tmp_path / "home") as (_, page):
        page.get_by_test_id("decision-card").first.get_by_role("link", name="Whole chain").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Decision of")
        for part in (
            "Inputs",
            "Prompt",
            "Asked and answered",
            "Proposals and verdicts",
            "Orders",
            "Fills",
            "Outcome",
        ):
            expect(page.get_by_role("heading", name=re.compile(rf"\d · {part}"))).to_be_visible()
        expect(page.get_by_text("✓ verified")).to_be_visible()

        page.get_by_role("button", name="Decide again").click()
        expect(page.get_by_test_id("comparison")).to_have_attribute(
            "data-result", "identical", timeout=WITHIN_MS
        )
        assert violations(page) == []


def test_an_order_by_hand_is_previewed_rests_is_amended_and_canceled(tmp_path: Path) -> None:
    with open_page(tmp_path / "home") as (desk, page):
        price = desk.get("/api/market/v1/prices")["data"]["SOL-USDT-SWAP"]["price"]
        page.get_by_role("link", name="Orders", exact=True).click()
        page.get_by_label("Symbol").select_option("SOL-USDT-SWAP")
        page.get_by_text("Limit", exact=True).click()
        for field, typed in (
            ("Notional", "2000"),
            ("Limit price", price * 0.9),
            ("Stop price", price * 0.88),
        ):
            page.get_by_label(field).fill(typed if isinstance(typed, str) else f"{typed:.2f}")
        page.get_by_label("Leverage").fill("100")
        page.get_by_role("button", name="Preview").click()
        preview = page.get_by_test_id("order-preview")
        expect(preview).to_have_attribute("data-approved", "false")
        expect(page.get_by_role("button", name="Send")).to_have_count(0)

        page.get_by_label("Leverage").fill("1")
        page.get_by_role("button", name="Preview").click()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_test_id("placed")).to_contain_text("order resting")

        page.get_by_role("button", name="Amend… SOL").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Limit price").fill(f"{price * 0.89:.2f}")
        assert violations(page) == []
        dialog.get_by_role("button", name="Change the order").click()
        expect(dialog).to_be_hidden()

        page.get_by_role("button", name="Cancel… SOL").click()
        page.get_by_role("button", name="Cancel the order").click()
        expect(page.get_by_test_id("placed")).to_contain_text("order canceled", timeout=WITHIN_MS)
        expect(page.get_by_role("button", name="Cancel… SOL")).to_have_count(0)


def test_positions_orders_and_status_can_be_used_by_everybody(tmp_path: Path) -> None:
    with open_page(tmp_path / "home") as (_, page):
        for name, shown in (
            ("Orders", "History"),
            ("Status", "Models today, by UTC"),
        ):
            page.get_by_role("link", name=name, exact=True).click()
            expect(page.get_by_role("heading", name=shown)).to_be_visible()
            expect(page.get_by_role("status", name=re.compile("^Loading"))).to_have_count(
                0, timeout=WITHIN_MS
            )
            assert violations(page) == []
