"""Keys of OKX: three parts or none, of the kind that the mode needs, and never shown."""

from pathlib import Path

import pytest

from tradewind.settings import Launch, SettingsRefused, load_settings
from tradewind.settings.loader import DEMO_KEY, LIVE_KEY

DEMO = dict(zip(DEMO_KEY, ("demo-k", "demo-s", "demo-p"), strict=True))
LIVE = dict(zip(LIVE_KEY, ("live-k", "live-s", "live-p"), strict=True))


def test_each_mode_has_a_key_of_its_own(tmp_path: Path) -> None:
    settings = load_settings(Launch(home=tmp_path), DEMO | LIVE)
    assert settings.demo_key is not None
    assert settings.live_key is not None
    assert (settings.demo_key.key, settings.live_key.passphrase) == ("demo-k", "live-p")


def test_no_part_of_a_key_is_shown_or_logged(tmp_path: Path) -> None:
    settings = load_settings(Launch(home=tmp_path), DEMO | LIVE)
    assert not [part for part in (DEMO | LIVE).values() if part in repr(settings)]
    assert set((DEMO | LIVE).values()) <= set(settings.secrets)


@pytest.mark.parametrize("names", [DEMO_KEY, LIVE_KEY], ids=["demo", "live"])
def test_a_key_in_parts_is_refused_with_the_name_of_what_is_missing(
    tmp_path: Path, names: tuple[str, str, str]
) -> None:
    given = DEMO | LIVE
    for missing in names:
        with pytest.raises(SettingsRefused, match=f"{missing} is missing"):
            load_settings(Launch(home=tmp_path), {name: given[name] for name in names if name != missing})


@pytest.mark.parametrize(("mode", "names"), [("paper", DEMO_KEY), ("live", LIVE_KEY)])
def test_f42_a_mode_without_its_kind_of_key_is_refused_with_the_settings_to_make(
    tmp_path: Path, mode: str, names: tuple[str, str, str]
) -> None:
    other = LIVE if mode == "paper" else DEMO
    with pytest.raises(SettingsRefused, match=", ".join(names)):
        load_settings(Launch(home=tmp_path, market="okx"), other | {"TRADING_BROKER": mode})


def test_another_broker_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="broker"):
        load_settings(Launch(home=tmp_path), {"TRADING_BROKER": "binance"})
