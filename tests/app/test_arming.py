from dataclasses import replace
from pathlib import Path

import pytest

from tests.app.test_brokers import ground
from tests.research.boards import BOARD, HELD_ROW, MODEL_ROW, STORED
from tradewind.app.arming import CAPS, arming, must_be_capped
from tradewind.app.brokers import VenueRefused
from tradewind.domain.account import RuntimeMode
from tradewind.domain.desk_state import DeskState
from tradewind.research.arena_folder import keep_board
from tradewind.settings import Launch, load_settings


async def steps_of(home: Path, mode: RuntimeMode) -> dict[str, bool]:
    settings = load_settings(Launch(home=home), {})
    asked = arming(settings, ground(home, None), lambda: DeskState.ACTIVE)
    return {step.name: step.is_met for step in await asked(mode)}


def configured(home: Path, promotion: str) -> None:
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "trading.yaml").write_text(f"promotion: {promotion}\n", encoding="utf-8")


async def test_a_promotion_is_asked_for_only_where_the_settings_say_so(tmp_path: Path) -> None:
    assert "promotion_arena" not in await steps_of(tmp_path, RuntimeMode.PAPER)

    configured(tmp_path, "{required: true, contender: 'model:m'}")
    assert (await steps_of(tmp_path, RuntimeMode.PAPER))["promotion_arena"] is False
    assert await steps_of(tmp_path, RuntimeMode.SIMULATOR) == {}


async def test_every_condition_of_a_promotion_is_a_step_of_arming(tmp_path: Path) -> None:
    configured(tmp_path, "{required: true, contender: 'model:m', max_drawdown_share: 0.05}")
    rows = (replace(MODEL_ROW, label=None), HELD_ROW)
    keep_board(tmp_path, replace(STORED, leaderboard=replace(BOARD, rows=rows)))

    for mode in (RuntimeMode.PAPER, RuntimeMode.LIVE):
        steps = await steps_of(tmp_path, mode)
        judged = {name: is_met for name, is_met in steps.items() if name.startswith("promotion_")}
        assert len(judged) == 7
        assert [name for name, is_met in judged.items() if not is_met] == ["promotion_drawdown"]


def test_money_is_not_traded_on_limits_that_nobody_wrote_down(tmp_path: Path) -> None:
    settings = load_settings(Launch(home=tmp_path), {})

    must_be_capped(RuntimeMode.PAPER, settings)
    with pytest.raises(
        VenueRefused, match=r"write your own daily_loss_cap, .* under risk: in .*trading.yaml"
    ):
        must_be_capped(RuntimeMode.LIVE, settings)

    (tmp_path / "config").mkdir(exist_ok=True)
    limits = "\n".join(f"  {cap}: 0.1" for cap in CAPS)
    (tmp_path / "config" / "trading.yaml").write_text(f"risk:\n{limits}\n", encoding="utf-8")
    must_be_capped(RuntimeMode.LIVE, settings)
