"""Which models decide, what they may cost, and what of it waits for a person's word."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tests.clocks import FakeClock
from tradewind.settings import Settings, load_settings
from tradewind.settings.files import ModelLimitsSection
from tradewind.settings.models import budget_config, models_config
from tradewind.settings.process import Launch
from tradewind.settings.reload import SettingsWatch
from tradewind.settings.source import SettingsRefused

KEY = {"AUTOTRADE_LLM_API_KEY": "sk-1"}
STAND_IN: dict[str, object] = {"base_url": "http://127.0.0.1:9/v1", "name": "qwen", "mode": "json_schema"}


def settings_of(
    home: Path,
    environment: dict[str, str],
    model: dict[str, object] | None = None,
    limits: dict[str, object] | None = None,
) -> Settings:
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "app.yaml").write_text(yaml.safe_dump({"model": model or {}}))
    (home / "config" / "trading.yaml").write_text(yaml.safe_dump({"model_limits": limits or {}}))
    return load_settings(Launch(home=home), environment)


def test_without_a_key_the_lab_s_rule_policy_decides_for_nothing(tmp_path: Path) -> None:
    config = models_config(settings_of(tmp_path, {}), "http://127.0.0.1:1/v1")

    (model,) = config.models
    assert model.model == "lab-rules"
    assert model.cost_usd(1000, 0, 1000) == 0


def test_stand_ins_follow_in_their_order_each_with_its_own_key(tmp_path: Path) -> None:
    other = STAND_IN | {"name": "other"}
    environment = KEY | {"AUTOTRADE_LLM_FALLBACK_2_API_KEY": "sk-3"}
    settings = settings_of(tmp_path, environment, {"fallbacks": [STAND_IN, other]})

    models = models_config(settings, None).models

    assert [(each.model, each.api_key) for each in models] == [
        ("deepseek-chat", "sk-1"),
        ("qwen", None),
        ("other", "sk-3"),
    ]
    assert "sk-3" in settings.secrets
    assert "sk-3" not in repr(settings)


def test_a_decision_ends_before_its_cycle_does(tmp_path: Path) -> None:
    assert models_config(settings_of(tmp_path, KEY), None).total == timedelta(seconds=120)


@pytest.mark.parametrize(
    ("model", "named"),
    [
        ({"mode": "yaml"}, "mode"),
        ({"fallbacks": [{"name": "x"}]}, "base_url"),
        ({"fallbacks": [STAND_IN, dict(STAND_IN)]}, "must differ"),
        ({"breaker": {"failures": 0}}, "failures"),
    ],
)
def test_wrong_values_are_refused_by_name(tmp_path: Path, model: dict[str, object], named: str) -> None:
    with pytest.raises(SettingsRefused, match=named):
        settings_of(tmp_path, KEY, model)


def test_f93_a_budget_without_any_price_refuses_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsRefused, match="price of deepseek-chat is unknown"):
        settings_of(tmp_path, KEY, limits={"daily_budget_usd": "5"})


def test_f93_a_worst_case_stands_in_for_the_price(tmp_path: Path) -> None:
    limits: dict[str, object] = {"daily_budget_usd": "5", "worst_case_usd_per_call": "0.05"}

    budget = budget_config(settings_of(tmp_path, KEY, limits=limits), None)

    assert (budget.daily_usd, budget.worst_case_usd) == (Decimal(5), Decimal("0.05"))


class Reloaded:
    """Settings that were written again while the desk runs."""

    def __init__(self, home: Path, limits: dict[str, object]) -> None:
        self._home = home
        settings_of(home, {}, limits=limits)
        self.watch = SettingsWatch(self._read(), self._read, FakeClock())

    def _read(self) -> Settings:
        return load_settings(Launch(home=self._home), {})

    async def take(self, limits: dict[str, object]) -> ModelLimitsSection:
        settings_of(self._home, {}, limits=limits)
        await self.watch.look()
        await self.watch.look()
        return self.watch.settings.trading.model_limits


async def test_f93_a_lower_budget_counts_at_once_and_a_higher_one_waits(tmp_path: Path) -> None:
    desk = Reloaded(tmp_path, {"daily_budget_usd": "5"})

    lower = (await desk.take({"daily_budget_usd": "4"})).daily_budget_usd
    higher = (await desk.take({"daily_budget_usd": "40.5"})).daily_budget_usd
    none = (await desk.take({})).daily_budget_usd

    assert (lower, higher, none) == ("4", "4", "4")
    assert any("daily_budget_usd stays 4" in line for line in desk.watch.state.waiting)


async def test_a_worst_case_beside_a_budget_waits_where_prices_told_it_before(tmp_path: Path) -> None:
    desk = Reloaded(tmp_path, {"daily_budget_usd": "5"})

    limits = await desk.take({"daily_budget_usd": "5", "worst_case_usd_per_call": "0.000001"})

    assert limits.worst_case_usd_per_call is None
    assert any("worst_case_usd_per_call" in line for line in desk.watch.state.waiting)


async def test_a_cheaper_worst_case_and_a_later_safe_mode_wait_too(tmp_path: Path) -> None:
    desk = Reloaded(tmp_path, {"worst_case_usd_per_call": "0.10", "safe_mode_after": 3})

    limits = await desk.take({"worst_case_usd_per_call": "0.01", "safe_mode_after": 9})

    assert (limits.worst_case_usd_per_call, limits.safe_mode_after) == ("0.10", 3)
