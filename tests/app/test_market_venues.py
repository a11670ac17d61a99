"""Which venues are asked, and why the others are not."""

from pathlib import Path

from redis.asyncio import Redis

from tradewind.app.clock import SystemClock
from tradewind.app.market_venues import market_venues
from tradewind.app.stations import Shift
from tradewind.settings import Launch, load_settings, rooms
from tradewind.telemetry.metrics import Metrics

KEYS = {"ALPACA_API_KEY": "key", "ALPACA_SECRET_KEY": "secret"}


def venues_of(home: Path, environment: dict[str, str]) -> tuple[set[str], dict[str, str]]:
    """The venues that a real market asks, and the others with the reason."""
    shift = Shift(redis=Redis(), clock=SystemClock(), metrics=Metrics(), holder="a test")
    settings = load_settings(Launch(home=home, market="okx"), environment)
    venues = market_venues(settings, shift, None, rooms.symbols(settings))
    return set(venues.names), dict(venues.off)


def test_stocks_of_a_real_market_are_off_without_keys_and_say_which_to_set(tmp_path: Path) -> None:
    asked, off = venues_of(tmp_path, {"ALPACA_API_KEY": "key"})

    assert asked == {"okx", "binanceus"}
    assert off == {"alpaca": "set ALPACA_API_KEY and ALPACA_SECRET_KEY (see .env.example)"}


def test_both_venues_are_asked_where_there_are_keys(tmp_path: Path) -> None:
    assert venues_of(tmp_path, KEYS) == ({"okx", "binanceus", "alpaca"}, {})


def test_a_venue_that_is_switched_off_is_not_asked(tmp_path: Path) -> None:
    asked, off = venues_of(tmp_path, KEYS | {"TRADEWIND_APP__SPOT__ENABLED": "false"})

    assert asked == {"okx", "alpaca"}
    assert off == {"binanceus": "spot.enabled is false in app.yaml"}
