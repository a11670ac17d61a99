"""Which venues are asked, and why the others are not."""

from pathlib import Path

from redis.asyncio import Redis

from tradewind.app.clock import SystemClock
from tradewind.app.market_venues import market_venues
from tradewind.bus.cache import Cache
from tradewind.market import Ground
from tradewind.settings import Launch, load_settings
from tradewind.telemetry.metrics import Metrics

KEYS = {"ALPACA_API_KEY": "key", "ALPACA_SECRET_KEY": "secret"}


def venues_of(home: Path, environment: dict[str, str]) -> tuple[set[str], dict[str, str]]:
    """The venues that a real market asks, and the others with the reason."""
    clock = SystemClock()
    ground = Ground(cache=Cache(Redis(), clock), clock=clock, metrics=Metrics())
    venues = market_venues(load_settings(Launch(home=home, market="okx"), environment), ground, None)
    return {venue.venue for venue in venues.health()}, dict(venues.off)


def test_stocks_of_a_real_market_are_off_without_keys_and_say_which_to_set(tmp_path: Path) -> None:
    asked, off = venues_of(tmp_path, {"ALPACA_API_KEY": "key"})

    assert asked == {"binanceus"}
    assert off == {"alpaca": "set ALPACA_API_KEY and ALPACA_SECRET_KEY (see .env.example)"}


def test_both_venues_are_asked_where_there_are_keys(tmp_path: Path) -> None:
    assert venues_of(tmp_path, KEYS) == ({"binanceus", "alpaca"}, {})


def test_a_venue_that_is_switched_off_is_not_asked(tmp_path: Path) -> None:
    asked, off = venues_of(tmp_path, KEYS | {"TRADEWIND_APP__SPOT__ENABLED": "false"})

    assert asked == {"alpaca"}
    assert off == {"binanceus": "spot.enabled is false in app.yaml"}
