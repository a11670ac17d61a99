"""Every version of the prompt that can be chosen, each with what it changes."""

from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from tradewind.decision.prompt_texts import (
    MANIFEST,
    PromptRefused,
    PromptTexts,
    load_own_texts,
    load_texts,
    own_versions,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPrompt:
    """One version; its texts are None where they are refused."""

    version: str
    is_shipped: bool
    texts: PromptTexts | None
    refusal: str | None
    diff: str
    """To the version before it in the list, as a unified diff; empty for the first."""


def listed_prompts(folder: Path) -> tuple[ListedPrompt, ...]:
    """Return the shipped versions, oldest first, then the operator's own of `folder` by name."""
    listed: list[ListedPrompt] = []
    last: PromptTexts | None = None
    for version, is_shipped in (
        *((shipped.version, True) for shipped in MANIFEST),
        *((version, False) for version in own_versions(folder)),
    ):
        try:
            texts = load_texts(version) if is_shipped else load_own_texts(version, folder)
        except PromptRefused as e:
            listed.append(_refused(version, str(e), is_shipped=is_shipped))
            continue
        diff = "" if last is None else difference(last, texts)
        listed.append(
            ListedPrompt(version=version, is_shipped=is_shipped, texts=texts, refusal=None, diff=diff)
        )
        last = texts
    return tuple(listed)


def difference(old: PromptTexts, new: PromptTexts) -> str:
    """Return what `new` changes, both parts in one unified diff."""
    parts = (("system", old.system, new.system), ("user", old.user, new.user))
    return "".join(
        line if line.endswith("\n") else f"{line}\n"
        for part, before, after in parts
        for line in unified_diff(
            before.splitlines(keepends=True),
            after.splitlines(keepends=True),
            f"{part}.{old.version}.md",
            f"{part}.{new.version}.md",
        )
    )


def _refused(version: str, reason: str, *, is_shipped: bool) -> ListedPrompt:
    return ListedPrompt(version=version, is_shipped=is_shipped, texts=None, refusal=reason, diff="")
