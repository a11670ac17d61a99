"""F81: a client that trades money cannot come about by accident."""

from pathlib import Path

import pytest

from tests.brokers.okx.venue import FAST, running_okx
from tests.clocks import FakeClock
from tradewind.brokers.okx import LiveKey, LiveToken, NotArmed, live_client, read_arm_file

KEY = LiveKey(key="k", secret="s", passphrase="p")


def test_f81_a_token_is_not_made_by_hand() -> None:
    with pytest.raises(NotArmed, match="read_arm_file"):
        LiveToken(object())


@pytest.mark.parametrize("text", ["", "LIVE", "lively", "demo", "live live", "true"])
def test_f81_another_word_arms_nothing(tmp_path: Path, text: str) -> None:
    armed = tmp_path / "armed"
    armed.write_text(text, encoding="utf-8")
    with pytest.raises(NotArmed, match="the word live alone"):
        read_arm_file(armed)


def test_f81_without_the_file_nothing_is_armed(tmp_path: Path) -> None:
    with pytest.raises(NotArmed, match="write the word live into it"):
        read_arm_file(tmp_path / "armed")


def test_f81_the_word_in_the_file_arms(tmp_path: Path) -> None:
    armed = tmp_path / "armed"
    armed.write_text("live\n", encoding="utf-8")
    assert type(read_arm_file(armed)) is LiveToken


def test_f81_a_live_client_is_not_built_without_the_token() -> None:
    with pytest.raises(TypeError, match="live token"):
        live_client(KEY, "live", FAST, FakeClock())  # type: ignore[arg-type]


async def test_f81_demo_and_live_fills_never_share_a_venue_id(tmp_path: Path) -> None:
    async with running_okx(tmp_path) as venue:
        assert {venue.demo().venue, venue.live().venue} == {"okx-demo", "okx"}


def test_a_key_is_not_shown() -> None:
    assert "s" not in repr(KEY).removeprefix("LiveKey")
    assert "passphrase" not in repr(KEY)
