"""Accessibility of what a real browser shows, by the axe-core that the dashboard's own tests use."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
    .map(({id, nodes}) => [id, nodes.map(({html, failureSummary}) => [html, failureSummary])])"""


def violations(page: Page) -> list[Any]:
    """Return every broken rule with the elements that break it."""
    page.evaluate(SCRIPT.read_text())
    return list(page.evaluate(RUN))
