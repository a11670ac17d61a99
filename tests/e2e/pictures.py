"""Pictures of every page for the documentation: python -m tests.e2e.pictures FOLDER [--minutes 6] [--arena CANDLES].

A desk of its own trades on the lab's generated market meanwhile; nothing on a picture is arranged.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect

from tests.desk_process import DeskProcess, running_desk, wait_until
from tests.e2e.browser import running_browser

BUSY = {"TRADEWIND_TRADING__CYCLE__LAB_PERIOD_SECONDS": "15"}
DECISIONS = "/internal/autotrade/v1/decisions"
WITHIN_MS = 60_000
TOUR_SEEN = "localStorage.setItem('tradewind.tour', 'seen')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One way to look at a page."""

    name: str
    width: int
    height: int
    scheme: Any  # as Playwright spells it


LOOKS = (
    Look(name="dark", width=1440, height=1000, scheme="dark"),
    Look(name="light", width=1440, height=1000, scheme="light"),
    Look(name="phone", width=390, height=844, scheme="dark"),
)


def main() -> None:
    options = _options()
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if options.arena is not None:
            _play_arena(home, options.arena)
        with running_desk(home, environment=BUSY) as desk, running_browser() as browser:
            _let_it_trade(desk, options.minutes)
            pages = _pages(browser, desk)
            for look in LOOKS:
                _picture(browser, desk.url, look, pages, options.folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.pictures")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=6, help="how long the desk trades before")
    parser.add_argument("--arena", type=Path, help="folder of recorded candles for an arena")
    chosen: argparse.Namespace = parser.parse_args()
    return chosen


def _play_arena(home: Path, candles: Path) -> None:
    contenders = ("rule", "buy-and-hold", "random:1", "random:2", "random:3")
    command = [sys.executable, "-m", "tradewind", "arena", "--home", str(home), "--data", str(candles)]
    command += ["--out", str(home / "arena"), "--from", "2025-03-01", "--to", "2025-03-31"]
    command += ["--symbols", "BTC-USDT-SWAP,ETH-USDT-SWAP"]
    subprocess.run([*command, *(word for each in contenders for word in ("--contender", each))], check=True)


def _let_it_trade(desk: DeskProcess, minutes: float) -> None:
    wait_until(lambda: desk.get(DECISIONS)["items"], 120, "no decision was made")
    desk.survive(minutes * 60)
    prices = desk.get("/api/market/v1/prices")["data"]
    price = float(prices["SOL-USDT-SWAP"]["price"])
    _order(desk, symbol="SOL-USDT-SWAP", limit=price * 0.95, stop=price * 0.93)


def _order(desk: DeskProcess, *, symbol: str, limit: float, stop: float) -> None:
    body = {
        "symbol": symbol,
        "side": "buy",
        "kind": "limit",
        "notional": "2000",
        "leverage": "1",
        "limit_price": f"{limit:.2f}",
        "stop_price": f"{stop:.2f}",
        "by": "owner",
        "reason": "buy the dip",
    }
    asked = urllib.request.Request(  # noqa: S310 -- our own loopback url
        f"{desk.url}/api/orders",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    urllib.request.urlopen(asked, timeout=60).close()  # noqa: S310


def _picture(browser: Browser, url: str, look: Look, pages: dict[str, str], folder: Path) -> None:
    context = browser.new_context(
        viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme
    )
    context.add_init_script(TOUR_SEEN)
    page = context.new_page()
    page.set_default_timeout(WITHIN_MS)
    for name, path in pages.items():
        page.goto(url + path)
        expect(page.locator(".skeleton")).to_have_count(0, timeout=WITHIN_MS)
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(1500)  # charts fade in
        page.screenshot(path=folder / f"{name}-{look.name}.png")
    context.close()


def _pages(browser: Browser, desk: DeskProcess) -> dict[str, str]:
    """Return the path of each page of the navigation by its name, and of the decision behind the newest fill."""
    page = browser.new_page()
    page.set_default_timeout(WITHIN_MS)
    page.goto(desk.url)
    links = page.locator("header nav[aria-label=Pages] a")
    links.first.wait_for(state="attached")
    paths = [str(link.get_attribute("href")) for link in links.all()]
    page.close()
    (filled, *_) = desk.get("/api/orders?state=filled&limit=1")["items"]
    return {path.strip("/") or "overview": path for path in paths} | {
        "decision": f"/decisions/{filled['decision_id']}"
    }


if __name__ == "__main__":
    main()
