"""Limits changed on the dashboard of a real desk: tightened at once, loosened with the word, nonsense refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from tests.desk_process import DeskProcess, running_desk
from tests.e2e.axe import violations
from tests.e2e.browser import running_browser

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

WITHIN_MS = 30_000
OWN_FILE = "# my limits\nrisk:\n  max_leverage: 8  # a bad Tuesday\n"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskProcess]:
    home = tmp_path_factory.mktemp("settings") / "home"
    (home / "config").mkdir(parents=True)
    own_file(home).write_text(OWN_FILE)
    with running_desk(home) as running:
        yield running


@pytest.fixture(params=["dark", "light"])
def page(request: pytest.FixtureRequest, browser: Browser, desk: DeskProcess) -> Iterator[Page]:
    with browser.new_context(color_scheme=request.param) as context:
        page = context.new_page()
        page.set_default_timeout(WITHIN_MS)
        complaints: list[str] = []
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.goto(f"{desk.url}/settings#limits")
        expect(page.get_by_label("Highest leverage")).to_be_visible(timeout=WITHIN_MS)
        yield page
        assert not complaints


def own_file(home: Path) -> Path:
    return home / "config" / "trading.yaml"


def verdict_of_leverage(desk: DeskProcess, leverage: str) -> dict[str, Any]:
    """Ask what the gates would say to an order of that leverage."""
    price = desk.get("/api/market/v1/prices")["data"]["SOL-USDT-SWAP"]["price"]
    order = {
        "symbol": "SOL-USDT-SWAP",
        "side": "buy",
        "kind": "market",
        "notional": "1000",
        "leverage": leverage,
        "stop_price": f"{price * 0.97:.2f}",
    }
    answer = httpx2.post(f"{desk.url}/api/orders/preview", json=order, timeout=30)
    answer.raise_for_status()
    verdicts: list[dict[str, Any]] = answer.json()["verdicts"]
    return next(verdict for verdict in verdicts if verdict["gate"] == "leverage_limit")


def change(page: Page, label: str, value: str) -> None:
    page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Review…").and_(page.locator(":enabled")).click()
    expect(page.get_by_role("button", name="Change nothing")).to_be_focused()
    page.get_by_label("Reason, for the record").fill("a calmer week")


def is_in_force(page: Page, what: str) -> None:
    expect(page.get_by_text(f"Written and in force: {what}.")).to_be_visible(timeout=WITHIN_MS)


def test_a_limit_is_tightened_and_loosened_and_the_gates_obey(page: Page, desk: DeskProcess) -> None:
    assert verdict_of_leverage(desk, "6")["passed"] is True
    assert violations(page) == []

    change(page, "Highest leverage", "5")
    expect(page.get_by_label("What would change")).to_contain_text("8x → 5x")
    page.get_by_role("button", name="Write it").click()
    is_in_force(page, "Highest leverage")
    assert verdict_of_leverage(desk, "6")["passed"] is False
    assert own_file(desk.home).read_text() == OWN_FILE.replace("leverage: 8", "leverage: 5")

    change(page, "Highest leverage", "8")
    act = page.get_by_role("button", name="Loosen it")
    expect(page.get_by_label("What that lets through")).to_contain_text("At 8x a move of 12.5%")
    expect(act).to_be_disabled()
    page.get_by_label("Type “loosen” to confirm").fill("loosen")
    assert violations(page) == []
    act.click()
    is_in_force(page, "Highest leverage")
    assert verdict_of_leverage(desk, "6")["passed"] is True
    assert own_file(desk.home).read_text() == OWN_FILE

    record = page.get_by_role("region", name="Changes on record")
    expect(record).to_contain_text("5 → 8", timeout=WITHIN_MS)
    expect(record.get_by_text("a calmer week").first).to_be_visible()


def test_a_value_that_makes_no_sense_is_refused_in_words_and_nothing_is_lost(
    page: Page, desk: DeskProcess
) -> None:
    before = yaml.safe_load(own_file(desk.home).read_text())
    review = page.get_by_role("region", name="Limits").get_by_role("button", name="Review…")

    page.get_by_label("Lowest confidence").fill("0.9")
    page.get_by_label("Highest leverage").fill("nonsense")
    expect(page.get_by_text("Type a number.")).to_be_visible()
    expect(review).to_be_disabled()

    page.get_by_label("Highest leverage").fill("8")
    page.get_by_label("Daily loss cap").fill("0")
    review.click()
    expect(page.get_by_role("alert")).to_contain_text("daily_loss_cap must be above 0", timeout=WITHIN_MS)
    page.get_by_role("button", name="Change nothing").click()
    expect(page.get_by_label("Lowest confidence")).to_have_value("0.9")
    expect(page.get_by_label("Daily loss cap")).to_have_value("0")
    assert yaml.safe_load(own_file(desk.home).read_text()) == before
