"""A page under a fast market for a long time, in a real browser.

Usage: python -m bench.browser_load [--minutes 10] [--page /]

Processes of their own: the web server with the built dashboard, Valkey, 50 symbols that each move 20 times a second with
a decision every 5 s. Chromium shows the page, is clicked and typed into all the while, and says by Event Timing how long
each interaction took until the next paint, which tasks were longer than 50 ms, and every minute after a forced
collection how large the heap is and how many nodes there are. The yardstick is the same page on a market that stands still.
"""

import argparse
import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import cycle
from typing import Any, TypeVar

import uvloop
from playwright.async_api import CDPSession, Page, async_playwright

from bench.figures import Figure, keep, percentile
from bench.processes import running
from tests.e2e.browser import QUIET, program

T = TypeVar("T")

SYMBOLS, RATE, DECISIONS_EVERY_SECONDS = 50, 20, 5
SETTLED_AFTER_SECONDS = 20
BETWEEN_ACTS_SECONDS = 0.7
ACT_WITHIN_MS = 30_000
FEWEST_ACTS_A_MINUTE = 20
STILL_RATE, STILL_MINUTES = 0.02, 3
WARM_MINUTES = 3
MOST_FUNCTIONS, PROFILED_SECONDS = 25, 10
OBSERVE = """() => {
  window.seen = { act: '', interactions: new Map(), longTasks: [] }
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId === 0) continue
      const known = seen.interactions.get(interactionId)
      seen.interactions.set(interactionId, [known?.[0] ?? seen.act, Math.max(duration, known?.[1] ?? 0)])
    }
  }).observe({ type: 'event', durationThreshold: 16 })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longTasks.push(duration)
  }).observe({ type: 'longtask' })
}"""
ACT = "(name) => { seen.act = name }"
TELL = "() => ({ interactions: [...seen.interactions.values()], longTasks: seen.longTasks })"


@dataclass(slots=True)
class Watch:
    """What the browser told."""

    interactions: list[tuple[str, float]] = field(default_factory=list)
    """Which act, and how many ms until the next paint."""
    acts: int = 0
    long_tasks_ms: list[float] = field(default_factory=list)
    heap_mb: list[float] = field(default_factory=list)
    nodes: list[int] = field(default_factory=list)
    script_share: float = 0.0

    @property
    def megabytes_per_minute(self) -> float:
        """The slope of the heap, by least squares."""
        return slope(self.warm(self.heap_mb))

    @staticmethod
    def warm(readings: list[T]) -> list[T]:
        """Leave out the minutes in which lists fill up, where enough others follow."""
        return readings[WARM_MINUTES:] if len(readings) >= WARM_MINUTES + 3 else readings

    def all_interactions_ms(self) -> list[float]:
        """Every act; those that the browser found too quick to tell are told as 16 ms."""
        told = [duration for _, duration in self.interactions]
        return told + [16.0] * (self.acts - len(told))

    def slowest(self) -> dict[str, float]:
        """The longest of each kind of act, the slowest kinds first."""
        longest: dict[str, float] = {}
        for act, duration in self.interactions:
            longest[act] = max(duration, longest.get(act, 0))
        return dict(sorted(longest.items(), key=lambda item: -item[1]))


def slope(values: list[float]) -> float:
    """Return by how much `values` grow from one to the next."""
    middle_x, middle_y = (len(values) - 1) / 2, sum(values) / len(values)
    over = sum((x - middle_x) * (y - middle_y) for x, y in enumerate(values))
    return over / (sum((x - middle_x) ** 2 for x in range(len(values))) or 1)


@asynccontextmanager
async def served(rate: float) -> AsyncIterator[str]:
    """Serve the dashboard on a market at `rate`; yields its URL."""
    async with running(
        *("bench.stage_server", "--symbols", str(SYMBOLS)),
        *("--decisions-every", str(DECISIONS_EVERY_SECONDS)),
    ) as server:
        stage = json.loads(await server.line())
        async with running(
            *("bench.market_feed", stage["redis"], "--symbols", str(SYMBOLS), "--rate", str(rate))
        ) as feed:
            await feed.line()
            yield f"http://{stage['base']}"


@asynccontextmanager
async def a_page(url: str) -> AsyncIterator[tuple[Page, CDPSession]]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program(), args=QUIET)
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(ACT_WITHIN_MS)
        await page.goto(url)
        await page.get_by_test_id("connection-state").and_(page.locator("[data-state=live]")).wait_for()
        session = await page.context.new_cdp_session(page)
        await session.send("Performance.enable", {"timeDomain": "threadTicks"})
        yield page, session
        await browser.close()


def ways_to_act(page: Page) -> dict[str, Callable[[], Awaitable[None]]]:
    """What a person does between two glances, in this order: look elsewhere and back, find, change the look."""
    clicks = {
        "to Decisions": page.get_by_role("link", name="Decisions", exact=True),
        "to Orders": page.get_by_role("link", name="Orders", exact=True),
        "to Overview": page.get_by_role("link", name="Overview", exact=True),
        "fills": page.get_by_role("tab", name="Fills"),
        "positions": page.get_by_role("tab", name="Positions"),
        "preferences": page.get_by_role("button", name="Preferences"),
        "light": page.locator("label", has_text="Light"),
        "dark": page.locator("label", has_text="Dark"),
        "local time": page.locator("label", has_text="Local"),
        "UTC": page.locator("label", has_text="UTC"),
    }
    keys = {"close": "Escape", "palette": "Control+k", "type": "e", "type on": "t", "leave palette": "Escape"}
    ways: dict[str, Callable[[], Awaitable[None]]] = {name: one.first.click for name, one in clicks.items()}
    return ways | {name: partial(page.keyboard.press, key) for name, key in {**keys, "next": "Tab"}.items()}


async def watched(page: Page, session: CDPSession, minutes: float) -> Watch:
    """Act for so many minutes and note what the browser tells."""
    watch, ways = Watch(), cycle(ways_to_act(page).items())
    await asyncio.sleep(SETTLED_AFTER_SECONDS)
    await page.evaluate(OBSERVE)
    busy_before, began = await measures(session), time.monotonic()
    await note_memory(session, watch)
    while len(watch.heap_mb) <= minutes:
        until = began + 60 * len(watch.heap_mb)
        while time.monotonic() < until:
            name, act = next(ways)
            await page.evaluate(ACT, name)
            await act()
            watch.acts += 1
            await asyncio.sleep(BETWEEN_ACTS_SECONDS)
        await note_memory(session, watch)
    busy_after, lasted = await measures(session), time.monotonic() - began
    watch.script_share = (busy_after["TaskDuration"] - busy_before["TaskDuration"]) / lasted
    told = await page.evaluate(TELL)
    watch.interactions = [(act, duration) for act, duration in told["interactions"]]
    watch.long_tasks_ms = told["longTasks"]
    return watch


async def note_memory(session: CDPSession, watch: Watch) -> None:
    """Collect garbage, then note what is left."""
    await session.send("HeapProfiler.collectGarbage")
    found = await measures(session)
    watch.heap_mb.append(found["JSHeapUsedSize"] / 1e6)
    watch.nodes.append(int(found["Nodes"]))


async def measures(session: CDPSession) -> dict[str, float]:
    told: dict[str, Any] = await session.send("Performance.getMetrics")
    return {one["name"]: one["value"] for one in told["metrics"]}


async def profile_of(session: CDPSession, seconds: float) -> list[tuple[float, str]]:
    """Return where the page's own time goes: milliseconds and function, most first."""
    await session.send("Profiler.enable")
    await session.send("Profiler.start")
    await asyncio.sleep(seconds)
    profile = (await session.send("Profiler.stop"))["profile"]
    names = {
        node["id"]: f"{node['callFrame']['functionName'] or '(anonymous)'} "
        f"{node['callFrame']['url'].rpartition('/')[2]}:{node['callFrame']['lineNumber']}:"
        f"{node['callFrame']['columnNumber']}"
        for node in profile["nodes"]
    }
    spent: Counter[str] = Counter()
    for node, microseconds in zip(profile["samples"], profile["timeDeltas"], strict=True):
        spent[names[node]] += microseconds
    return [(total / 1000, name) for name, total in spent.most_common(MOST_FUNCTIONS)]


async def round_at(rate: float, minutes: float, path: str, *, with_profile: bool = False) -> Watch:
    async with served(rate) as url, a_page(url + path) as (page, session):
        watch = await watched(page, session, minutes)
        if with_profile:
            for milliseconds, name in await profile_of(session, PROFILED_SECONDS):
                print(f"{milliseconds:9.1f} ms of {PROFILED_SECONDS} s  {name}")
    print(
        f"{rate:g} moves/s: {watch.acts} acts, {len(watch.long_tasks_ms)} tasks over 50 ms (longest "
        f"{max(watch.long_tasks_ms, default=0):.0f} ms), the page's thread busy {watch.script_share:.0%}, heap "
        f"{', '.join(f'{each:.1f}' for each in watch.heap_mb)} MB, nodes {', '.join(map(str, watch.nodes))}"
    )
    print("slowest: " + ", ".join(f"{act} {duration:.0f} ms" for act, duration in watch.slowest().items()))
    return watch


def figures_of(fast: Watch, still: Watch, minutes: float) -> list[Figure]:
    name = f"click or key → paint, {SYMBOLS} symbols at {RATE}/s"
    quick, calm = fast.all_interactions_ms(), still.all_interactions_ms()
    return [
        *(
            Figure(
                name=f"{name}, {label}",
                value=percentile(quick, share),
                unit="ms",
                yardstick="on a market that stands still",
                yardstick_value=percentile(calm, share),
                goal=goal,
            )
            for label, share, goal in (("p50", 0.5, None), ("p98", 0.98, "< 100"), ("worst", 1.0, None))
        ),
        Figure(
            name=f"heap of the page, a minute's growth over {minutes:g} min",
            value=fast.megabytes_per_minute,
            unit="MB",
            yardstick="heap once lists are full",
            yardstick_value=fast.warm(fast.heap_mb)[0],
            goal="< 0.2",
        ),
        Figure(
            name="nodes of the page, end",
            value=fast.nodes[-1],
            unit="",
            yardstick="once lists are full",
            yardstick_value=fast.warm(fast.nodes)[0],
        ),
    ]


async def main(minutes: float, path: str, *, with_profile: bool) -> None:
    fast = await round_at(RATE, minutes, path, with_profile=with_profile)
    still = await round_at(STILL_RATE, min(minutes, STILL_MINUTES), path)
    assert fast.acts > minutes * FEWEST_ACTS_A_MINUTE, "the page was too slow to act on"
    keep("browser_load", figures_of(fast, still, minutes))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--page", default="/")
    parser.add_argument("--profile", action="store_true", help="say where the page's time goes")
    arguments = parser.parse_args()
    uvloop.run(main(arguments.minutes, arguments.page, with_profile=arguments.profile))
