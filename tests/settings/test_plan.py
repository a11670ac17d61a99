"""Tighter and looser: what a preview says is what a running desk holds back."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradewind.domain.account import RuntimeMode
from tradewind.domain.configuration import ConfigEdit, ConfigFile, Leaning, Looser, SettingValue, ValueKind
from tradewind.settings import Launch, SettingsFiles
from tradewind.settings.catalog import CATALOG
from tradewind.settings.changes import loosened_keys
from tradewind.settings.fields import allowed, annotations_of, fault_of
from tradewind.settings.plan import leaning_of, plan_of

HELD_BACK = ("risk.", "model_limits.")
"""Sections of trading.yaml that a running desk holds back by itself."""
DECIMALS = st.decimals(min_value="0.01", max_value="90000", places=2).map(str)


def a_value(key: str) -> st.SearchStrategy[SettingValue]:
    """Return values that the file accepts at `key`."""
    takes = allowed(annotations_of(ConfigFile.TRADING)[key])
    if takes.kind is ValueKind.CHOICE:
        return st.sampled_from(takes.choices)
    if takes.kind is ValueKind.DECIMAL:
        return st.one_of(st.none(), DECIMALS) if takes.may_be_null else DECIMALS
    lowest, highest = int(takes.minimum or 0) + 1, int(takes.maximum or 0)
    if takes.kind is ValueKind.WHOLE or highest > 1:
        return st.integers(lowest, highest)
    return st.sampled_from([0.1, 0.25, 0.5, 0.75, 1.0])


LIMITS = [key for key in CATALOG[ConfigFile.TRADING] if key.startswith(HELD_BACK)]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_preview_calls_looser_exactly_what_a_running_desk_would_hold_back(
    tmp_path_factory: pytest.TempPathFactory, drawn: st.DataObject
) -> None:
    files = SettingsFiles(launch=Launch(home=tmp_path_factory.mktemp("desk")), environment={})
    chosen = drawn.draw(st.lists(st.sampled_from(LIMITS), min_size=1, max_size=5, unique=True))
    values = {key: drawn.draw(a_value(key), label=key) for key in chosen}
    in_force = files.read()

    edit = ConfigEdit(file=ConfigFile.TRADING, values=values)
    plan = plan_of(edit, in_force, RuntimeMode.SIMULATOR, files)

    looser = {row.key for row in plan.preview.changes if row.leaning is Leaning.LOOSER}
    assert looser == set(loosened_keys(in_force, files.read({"trading": plan.text})))
    assert (plan.preview.word is not None) is bool(looser)
    for row in plan.preview.changes:
        entry = CATALOG[ConfigFile.TRADING][row.key.removeprefix("trading.")]
        if entry.looser is not Looser.CHOICE and not row.key.endswith("worst_case_usd_per_call"):  # no budget
            assert row.leaning is leaning_of(entry.looser, row.old, row.new)


@given(st.floats(0.01, 1e6), st.floats(0.01, 1e6))
def test_the_way_back_leans_the_other_way(one: float, other: float) -> None:
    there, back = leaning_of(Looser.HIGHER, one, other), leaning_of(Looser.HIGHER, other, one)

    assert {there, back} in ({Leaning.TIGHTER, Leaning.LOOSER}, {Leaning.OTHER})
    assert there is leaning_of(Looser.LOWER, other, one)


def test_no_budget_is_the_loosest_budget() -> None:
    assert leaning_of(Looser.HIGHER, "5", None) is Leaning.LOOSER
    assert leaning_of(Looser.HIGHER, None, "5") is Leaning.TIGHTER
    assert leaning_of(Looser.LOWER, "0.1", None) is Leaning.LOOSER


def test_a_number_for_what_was_worked_out_or_unknown_may_be_looser(tmp_path: Path) -> None:
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "app.yaml").write_text(
        "model:\n  prompt_usd_per_million: 3\n  completion_usd_per_million: 15\n"
    )
    (folder / "trading.yaml").write_text('model_limits:\n  daily_budget_usd: "5"\n')
    files = SettingsFiles(launch=Launch(home=tmp_path), environment={})
    cheaper: dict[ConfigFile, dict[str, SettingValue]] = {
        ConfigFile.APP: {"model.cached_prompt_usd_per_million": 0},
        ConfigFile.TRADING: {"model_limits.worst_case_usd_per_call": "0.000001"},
    }

    for file, values in cheaper.items():
        plan = plan_of(ConfigEdit(file=file, values=values), files.read(), RuntimeMode.SIMULATOR, files)

        assert [row.leaning for row in plan.preview.changes] == [Leaning.LOOSER]
        assert plan.preview.word == "loosen"


@pytest.mark.parametrize("file", ConfigFile)
def test_every_key_that_can_be_changed_exists_and_takes_its_shipped_value(
    file: ConfigFile, tmp_path: Path
) -> None:
    shipped = msgspec.to_builtins(
        getattr(SettingsFiles(launch=Launch(home=tmp_path), environment={}).read(), file)
    )
    annotations = annotations_of(file)
    for key in CATALOG[file]:
        found = shipped
        for step in key.split("."):
            found = found[step]
        assert fault_of(annotations[key], tuple(found) if isinstance(found, list) else found) is None
        assert allowed(annotations[key]).kind is not ValueKind.OTHER
