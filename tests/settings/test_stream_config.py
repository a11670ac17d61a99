"""The stream follows the market that is chosen, or is switched off."""

from pathlib import Path

from tradewind.market.stream_config import OKX_STREAM_URL
from tradewind.settings import Launch, Settings, load_settings, rooms


def settings(home: Path, **environment: str) -> Settings:
    return load_settings(Launch(home=home), environment)


def test_the_real_stream_is_the_default(tmp_path: Path) -> None:
    config = rooms.stream_config(settings(tmp_path), None)

    assert config is not None
    assert config.url == OKX_STREAM_URL


def test_the_labs_stream_is_below_its_own_address(tmp_path: Path) -> None:
    config = rooms.stream_config(settings(tmp_path), "ws://127.0.0.1:9")

    assert config is not None
    assert config.url == "ws://127.0.0.1:9/ws/v5"


def test_a_switched_off_stream_has_no_settings(tmp_path: Path) -> None:
    assert rooms.stream_config(settings(tmp_path, TRADEWIND_APP__MARKET__STREAM="false"), None) is None
