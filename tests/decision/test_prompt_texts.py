"""A prompt is what was shipped, or an operator's own whose slots can all be filled."""

import shutil
from pathlib import Path

import pytest

from tradewind.decision.prompt_texts import (
    MANIFEST,
    PROMPTS,
    PromptRefused,
    load_own_texts,
    load_texts,
    own_versions,
    slot_problems,
)

USER = "```json\n$document\n```\nNot now: $left_out.\n"


def own(folder: Path, user: str = USER, name: str = "mine", system: str = "Trade.") -> Path:
    (folder / f"system.{name}.md").write_text(system, encoding="utf-8")
    (folder / f"user.{name}.md").write_text(user, encoding="utf-8")
    return folder


def test_every_shipped_version_is_what_its_hash_says() -> None:
    texts = [load_texts(shipped.version) for shipped in MANIFEST]

    assert [each.version for each in texts] == ["v1", "v2"]
    assert all(slot_problems(each.user) == () for each in texts)
    assert set(texts[1].slots) == {"as_of", "envelope", "document", "left_out", "symbols"}


def test_every_prompt_file_belongs_to_a_shipped_version() -> None:
    shipped = {f"{part}.{each.version}.md" for each in MANIFEST for part in ("system", "user")}

    assert {path.name for path in PROMPTS.iterdir() if path.suffix == ".md"} == shipped


def test_a_shipped_file_that_was_changed_is_refused_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "prompts"
    shutil.copytree(PROMPTS, folder)
    (folder / "system.v1.md").write_text("Buy.", encoding="utf-8")

    with pytest.raises(PromptRefused, match=r"system\.v1\.md was changed"):
        load_texts("v1", folder)


def test_a_version_that_nobody_ships_is_refused() -> None:
    with pytest.raises(PromptRefused, match="there is no shipped prompt 'v9'"):
        load_texts("v9")


def test_an_own_prompt_is_read_with_every_section(tmp_path: Path) -> None:
    folder = own(tmp_path)

    texts = load_own_texts("mine", folder)

    assert own_versions(folder) == ("mine",)
    assert texts.system == "Trade."
    assert len(texts.sections) == 5
    assert own_versions(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    ("user", "complaint"),
    [
        (USER + "$balance", r"user\.mine\.md: unknown slot \$balance; there are \$document"),
        ("```json\n$document\n```", r"user\.mine\.md: missing slot \$left_out"),
        (USER + "costs $5", r"user\.mine\.md: line 5: a \$ that begins no slot"),
        ("$document $left_out", r"\$document must stand alone, once, in a ```json block"),
        (USER + "```json\n{}\n```", r"\$document must stand alone"),
    ],
)
def test_slots_that_cannot_be_filled_are_refused_by_file_and_name(
    tmp_path: Path, user: str, complaint: str
) -> None:
    with pytest.raises(PromptRefused, match=complaint):
        load_own_texts("mine", own(tmp_path, user))


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("v1", "is the name of a shipped prompt"),
        ("../x", "is no name of a prompt"),
        ("gone", "cannot be read"),
    ],
)
def test_a_name_leads_to_a_file_of_the_folder_or_nowhere(tmp_path: Path, name: str, complaint: str) -> None:
    with pytest.raises(PromptRefused, match=complaint):
        load_own_texts(name, own(tmp_path))


def test_a_file_that_is_no_text_or_too_long_is_refused(tmp_path: Path) -> None:
    own(tmp_path, name="long", system="a" * 40_000)
    own(tmp_path, name="odd")
    (tmp_path / "system.odd.md").write_bytes(b"\xff\xfe")

    with pytest.raises(PromptRefused, match="has 40000 bytes; allowed: 32768"):
        load_own_texts("long", tmp_path)
    with pytest.raises(PromptRefused, match="is not UTF-8"):
        load_own_texts("odd", tmp_path)
