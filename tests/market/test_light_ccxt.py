"""ccxt is loaded with the desk's own venues alone."""

import subprocess
import sys

import pytest

from tradewind.market.venues.light_ccxt import VENUES

LOADED = """
import sys, tradewind.app.wiring
print(*(name.rpartition(".")[2] for name in sys.modules if name.startswith("ccxt.abstract.")))
"""


def test_a_desk_loads_the_venues_that_it_asks_and_no_other() -> None:
    told = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)

    assert set(told.stdout.split()) == VENUES


def test_a_venue_that_was_left_out_says_so() -> None:
    using = "from tradewind.market.venues.light_ccxt import ccxt; ccxt.kraken()"
    told = subprocess.run([sys.executable, "-c", using], capture_output=True, text=True, check=False)

    assert "ccxt's kraken is not loaded; add it to VENUES" in told.stderr


@pytest.mark.parametrize("venue", sorted(VENUES))
def test_a_venue_that_is_asked_is_the_real_one(venue: str) -> None:
    using = f"from tradewind.market.venues.light_ccxt import ccxt; print(ccxt.{venue}().id)"
    told = subprocess.run([sys.executable, "-c", using], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == venue
