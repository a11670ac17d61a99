"""How soon each page stands: python -m bench.first_paint [--rounds 3].

A desk on the lab market, and for every load a browser context without a cache. The largest contentful paint, as the
browser tells it, of every page in the dashboard's menu; the yardstick is that of a page that holds one word.
"""

import argparse
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from playwright.sync_api import Browser

from bench.figures import Figure, keep
from tests.desk_process import running_desk, wait_until
from tests.e2e.browser import running_browser

GOAL_MS = 1500
DECISIONS, DECIDED_WITHIN_SECONDS = "/internal/autotrade/v1/decisions", 180
LOADED_WITHIN_MS = 60_000
QUIET_MS = 1500
PAINTS = """quiet => new Promise((done) => {
  let last = 0
  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) last = Math.max(last, startTime)
  }).observe({ type: 'largest-contentful-paint', buffered: true })
  setTimeout(() => done(last), quiet)
})"""
SENT = """() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))
  .reduce((sum, { transferSize }) => sum + transferSize, 0)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One cold load."""

    paint_ms: float
    script_kb: float


class _OneWord(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        content = b"<!doctype html><title>word</title><h1>Tradewind</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def one_word() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _OneWord)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def cold_load(browser: Browser, url: str) -> Load:
    """Open `url` in a context of its own; the last largest paint of its first seconds."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(LOADED_WITHIN_MS)
    page.goto(url, wait_until="load")
    load = Load(paint_ms=page.evaluate(PAINTS, QUIET_MS), script_kb=page.evaluate(SENT) / 1024)
    context.close()
    return load


def pages_of(browser: Browser, url: str) -> list[str]:
    """Return the paths in the menu, the first page first."""
    page = browser.new_page()
    page.goto(url)
    links = page.get_by_role("navigation", name="Pages").get_by_role("link")
    links.first.wait_for(state="attached", timeout=LOADED_WITHIN_MS)
    paths = [str(link.get_attribute("href")) for link in links.all()]
    page.close()
    return list(dict.fromkeys(paths))


def middle(browser: Browser, url: str, rounds: int) -> Load:
    """Return the median of several cold loads."""
    loads = [cold_load(browser, url) for _ in range(rounds)]
    return Load(
        paint_ms=statistics.median(load.paint_ms for load in loads),
        script_kb=max(load.script_kb for load in loads),
    )


def main(rounds: int) -> None:
    with TemporaryDirectory() as folder, running_browser() as browser, one_word() as plain_url:
        plain = middle(browser, plain_url, rounds)
        with running_desk(Path(folder) / "home") as desk:
            wait_until(lambda: desk.get(DECISIONS)["items"], DECIDED_WITHIN_SECONDS, "no decision came")
            found = {path: middle(browser, desk.url + path, rounds) for path in pages_of(browser, desk.url)}
    for path, load in found.items():
        print(f"{path}: {load.script_kb:.0f} KB of scripts over the wire")
    keep(
        "first_paint",
        [
            Figure(
                name=f"largest contentful paint, cold, {path}",
                value=load.paint_ms,
                unit="ms",
                yardstick="a page of one word",
                yardstick_value=plain.paint_ms,
                goal=f"< {GOAL_MS}",
            )
            for path, load in found.items()
        ],
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    main(parser.parse_args().rounds)
