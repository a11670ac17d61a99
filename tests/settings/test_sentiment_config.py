"""Feeds are the lab's on the lab's market, the configured ones anywhere, and none at all on a real market."""

from pathlib import Path

import pytest

from tradewind.domain.instrument import Symbol
from tradewind.settings import Launch, Settings, SettingsRefused, load_settings, rooms

LAB = "http://127.0.0.1:9/rss"


def settings(home: Path, market: str = "lab", **environment: str) -> Settings:
    return load_settings(Launch(home=home, market=market), environment)


def test_the_labs_market_reads_the_labs_feed(tmp_path: Path) -> None:
    config = rooms.sentiment_config(settings(tmp_path), LAB)

    assert not isinstance(config, str)
    assert config.feeds == (f"{LAB}/stocks.xml",)
    assert config.names[Symbol("GOOGL")] == ("Alphabet", "Google")


@pytest.mark.parametrize("lab", [LAB, None])
def test_a_real_market_reads_nothing_unless_it_is_told_what(tmp_path: Path, lab: str | None) -> None:
    assert rooms.sentiment_config(settings(tmp_path, "okx"), lab) == "sentiment.feeds is empty in app.yaml"


@pytest.mark.parametrize("market", ["lab", "okx"])
def test_configured_feeds_are_read_on_every_market(tmp_path: Path, market: str) -> None:
    chosen = settings(tmp_path, market, TRADEWIND_APP__SENTIMENT__FEEDS="[https://news.example/rss]")
    config = rooms.sentiment_config(chosen, LAB)

    assert not isinstance(config, str)
    assert config.feeds == ("https://news.example/rss",)


@pytest.mark.parametrize("section", ["SENTIMENT", "STOCKS"])
def test_what_is_switched_off_is_named(tmp_path: Path, section: str) -> None:
    chosen = load_settings(Launch(home=tmp_path), {f"TRADEWIND_APP__{section}__ENABLED": "false"})

    assert rooms.sentiment_config(chosen, LAB) == f"{section.lower()}.enabled is false in app.yaml"


@pytest.mark.parametrize(
    ("variable", "value", "named"),
    [
        ("TRADEWIND_APP__SENTIMENT__FEEDS", "[file:///etc/passwd]", "sentiment.feeds"),
        ("TRADEWIND_APP__SENTIMENT__HALF_LIFE_HOURS", "48", "half_life"),
        ("TRADEWIND_APP__SIGNALS__LEAVE_AT", "0.5", "levels"),
        ("TRADEWIND_APP__SIGNALS__MIN_COVERAGE", "0.1", "min_coverage"),
        ("TRADEWIND_APP__SIGNALS__WEIGHTS__TREND", "-1", "signals.weights.trend"),
    ],
)
def test_what_makes_no_sense_is_refused_at_the_start(
    tmp_path: Path, variable: str, value: str, named: str
) -> None:
    with pytest.raises(SettingsRefused, match=named):
        load_settings(Launch(home=tmp_path), {variable: value})
