"""A desk whose other venues fail: it stays ready on the swaps, says what fails, and heals by itself."""

import json
import urllib.request
from pathlib import Path

import pytest

from tests.desk_process import DeskProcess, running_desk, wait_until

REFRESHES = "tradewind_collector_refreshes_total"
ERRORS = "tradewind_collector_errors_total"
VENUES = ("binanceus", "alpaca")
QUICK = {
    "TRADEWIND_APP__SPOT__SYMBOLS": "[BTCUSDT, ETHUSDT]",
    "TRADEWIND_APP__SPOT__PRICE_SECONDS": "6",
    "TRADEWIND_APP__SPOT__REQUEST_SHARE": "0.8",
    "TRADEWIND_APP__SPOT__REQUEST_TIMEOUT_SECONDS": "2",
    "TRADEWIND_APP__STOCKS__PRICE_SECONDS": "5",
    "TRADEWIND_APP__STOCKS__REQUEST_TIMEOUT_SECONDS": "2",
}


def tell_lab(desk: DeskProcess, method: str, rules: list[dict[str, str]] | None = None) -> None:
    request = urllib.request.Request(  # noqa: S310 -- our own loopback url
        f"{desk.status['lab']['url']}/lab/faults",
        method=method,
        data=None if rules is None else json.dumps(rules).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        assert answer.status < 300


def count(desk: DeskProcess, metric: str, venue: str) -> float:
    """The price feed's counter of `venue`."""
    with urllib.request.urlopen(f"{desk.url}/metrics", timeout=60) as answer:  # noqa: S310
        lines = answer.read().decode().splitlines()
    wanted = f'{metric}{{feed="price",venue="{venue}"}} '
    return sum(float(line.removeprefix(wanted)) for line in lines if line.startswith(wanted))


def wait_for_more(desk: DeskProcess, metric: str) -> None:
    """Return once the counter of each venue has grown."""
    for venue in VENUES:
        seen = count(desk, metric, venue)

        def has_grown(venue: str = venue, seen: float = seen) -> bool:
            return count(desk, metric, venue) > seen

        wait_until(has_grown, 120, f"{metric} of {venue} stands still")


@pytest.mark.timeout(600)
def test_venues_that_drop_every_request_leave_the_desk_ready_on_the_swaps_f44(tmp_path: Path) -> None:
    with running_desk(tmp_path, environment=QUICK) as desk:
        wait_for_more(desk, REFRESHES)
        tell_lab(desk, "POST", [{"kind": "drop", "path": "/api/v3"}, {"kind": "drop", "path": "/v2"}])
        wait_for_more(desk, ERRORS)

        assert desk.get("/readyz")["ready"] is True

        tell_lab(desk, "DELETE")
        wait_for_more(desk, REFRESHES)
