"""Values put into a YAML file: the key that was meant, and not one byte beside it."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tradewind.domain.configuration import SettingValue
from tradewind.settings.written import EditedByHandOnly, unwritable, with_values, write_whole

PATH = Path("/desk/config/trading.yaml")
WRITTEN = """\
# my limits

risk:
  # never again more than ten
  max_leverage: 10      # it was a bad Tuesday
  daily_loss_cap: "1000"

model_symbols: [BTC-USDT-SWAP]   # for the time being
cycle: {period_seconds: 300}
symbols:
- BTC-USDT-SWAP
- ETH-USDT-SWAP

# the end
"""


def edited(text: str | None, key: str, value: SettingValue) -> str:
    return with_values(PATH, text, {tuple(key.split(".")): value})


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("risk.max_leverage", 5, "max_leverage: 10 ", "max_leverage: 5 "),
        ("risk.max_leverage", 2.5, "max_leverage: 10 ", "max_leverage: 2.5 "),
        ("risk.daily_loss_cap", "250.5", '"1000"', '"250.5"'),
        ("model_symbols", ("ETH-USDT-SWAP",), "[BTC-USDT-SWAP]", "[ETH-USDT-SWAP]"),
        ("model_symbols", (), "[BTC-USDT-SWAP]", "[]"),
        ("cycle.period_seconds", 60, "{period_seconds: 300}", "{period_seconds: 60}"),
        ("cycle.prompt", "v1", "{period_seconds: 300}", "{period_seconds: 300, prompt: v1}"),
        ("cycle.skip_unchanged.enabled", False, "300}", "300, skip_unchanged: {enabled: false}}"),
        (
            "symbols",
            ("BTC-USDT-SWAP",),
            "symbols:\n- BTC-USDT-SWAP\n- ETH-USDT-SWAP\n",
            "symbols: [BTC-USDT-SWAP]\n",
        ),
        (
            "risk.min_confidence",
            0.7,
            'daily_loss_cap: "1000"\n',
            'daily_loss_cap: "1000"\n  min_confidence: 0.7\n',
        ),
    ],
)
def test_one_value_changes_and_everything_else_stays_byte_for_byte(
    key: str, value: SettingValue, old: str, new: str
) -> None:
    assert WRITTEN.count(old) == 1
    assert edited(WRITTEN, key, value) == WRITTEN.replace(old, new)


def test_a_missing_section_is_added_and_remarks_at_the_end_stay() -> None:
    after = edited(WRITTEN, "model_limits.daily_budget_usd", None)

    assert after.replace("model_limits:\n  daily_budget_usd: null\n", "") == WRITTEN


@pytest.mark.parametrize("text", [None, "", "# nothing yet", "# nothing yet\n"])
def test_a_file_without_values_is_begun(text: str | None) -> None:
    after = edited(text, "risk.max_leverage", 5)

    assert yaml.safe_load(after) == {"risk": {"max_leverage": 5}}
    assert (text or "") in after


def test_a_key_without_a_value_gets_one() -> None:
    assert edited("model_limits:\n  daily_budget_usd:\n", "model_limits.daily_budget_usd", "2.50") == (
        'model_limits:\n  daily_budget_usd: "2.50"\n'
    )


@pytest.mark.parametrize("number", [0.00005, 1e16, 1.5e-7, 12.5])
def test_small_and_large_numbers_stay_numbers(number: float) -> None:
    assert yaml.safe_load(edited("risk:\n  max_leverage: 3\n", "risk.max_leverage", number)) == {
        "risk": {"max_leverage": number}
    }


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("symbols:\n- BTC-USDT-SWAP  # mine\n- ETH-USDT-SWAP\n", "symbols", "has remarks"),
        ("risk: 3\n", "risk.max_leverage", "holds a single value"),
        ("- 1\n", "risk.max_leverage", "holds a single value"),
        ("risk: &a\n  max_leverage: 3\nother: *a\n", "risk.max_leverage", "edit"),
        ("risk:\n  max_leverage: &a 3\n", "risk.max_leverage", None),
    ],
)
def test_a_file_that_only_a_person_should_change_is_left_alone(text: str, key: str, said: str | None) -> None:
    if said is None:
        assert yaml.safe_load(edited(text, key, 2)) == {"risk": {"max_leverage": 2}}
        return
    with pytest.raises(ValueError, match=said):
        edited(text, key, 2)


@given(
    st.text(max_size=30),
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)),
)
def test_whatever_is_written_is_read_back_and_the_remarks_stay(text: str, number: SettingValue) -> None:
    try:
        after = with_values(PATH, WRITTEN, {("cycle", "prompt"): text, ("risk", "max_leverage"): number})
    except EditedByHandOnly:
        return  # a sign that YAML cannot hold
    content = yaml.safe_load(after)

    assert (content["cycle"]["prompt"], content["risk"]["max_leverage"]) == (text, number)
    for remark in ("# my limits", "# never again more than ten", "# it was a bad Tuesday", "# the end"):
        assert remark in after


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "config" / "trading.yaml"
    write_whole(path, "a: 1\n")
    assert path.stat().st_mode & 0o777 == 0o600

    path.chmod(0o640)
    inode = path.stat().st_ino
    write_whole(path, "a: 2\n")

    assert (path.read_text(), path.stat().st_mode & 0o777) == ("a: 2\n", 0o640)
    assert path.stat().st_ino != inode
    assert [each.name for each in path.parent.iterdir()] == ["trading.yaml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("a: 1\n")
    (tmp_path / "trading.yaml").symlink_to(tmp_path / "mine.yaml")

    write_whole(tmp_path / "trading.yaml", "a: 2\n")

    assert (tmp_path / "trading.yaml").is_symlink()
    assert (tmp_path / "mine.yaml").read_text() == "a: 2\n"


def test_what_cannot_be_written_is_said_before_anybody_tries(tmp_path: Path) -> None:
    assert unwritable(tmp_path / "config" / "trading.yaml") is None
    (tmp_path / "config").write_text("no folder")
    assert "is no folder" in (unwritable(tmp_path / "config" / "trading.yaml") or "")
