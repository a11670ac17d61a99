"""The versioned words of a prompt: shipped ones by their hash, an operator's own from a folder; both checked when read.

A version is two files, `system.NAME.md` and `user.NAME.md`. Only the user's part has slots.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from string import Template

PROMPTS = Path(__file__).parent / "prompts"
LARGEST_FILE = 32 * 1024
"""Bytes; five times what the shipped ones have, and every one of them is paid for at each turn."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
_FILE = re.compile(r"user\.(?P<name>.+)\.md")


class PromptRefused(ValueError):
    """A prompt that is not put to a model; the message names file and slot."""


class SlotKind(StrEnum):
    """What a slot is filled with."""

    JSON = "json"
    """One JSON object; stands in a fenced block of its own."""
    SYMBOLS = "symbols"
    """Names of instruments with commas, or none."""
    MOMENT = "moment"
    """ISO-8601 in UTC."""
    MARK = "mark"
    """Letters that follow from the inputs and that nobody can foresee who writes into them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One place of the user's part that figures go to."""

    name: str
    kind: SlotKind
    is_required: bool


SLOTS = (
    Slot(name="document", kind=SlotKind.JSON, is_required=True),
    Slot(name="left_out", kind=SlotKind.SYMBOLS, is_required=True),
    Slot(name="symbols", kind=SlotKind.SYMBOLS, is_required=False),
    Slot(name="as_of", kind=SlotKind.MOMENT, is_required=False),
    Slot(name="envelope", kind=SlotKind.MARK, is_required=False),
)


class Section(StrEnum):
    """A part of the document beyond what every version shows: account, limits and markets."""

    RISK = "risk"
    OPINIONS = "opinions"
    OPEN_ORDERS = "open_orders"
    OUTCOMES = "outcomes"
    LESSONS = "lessons"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """A version that comes with the desk and never changes, so that what was decided with it can be replayed."""

    version: str
    sections: frozenset[Section]
    system_sha256: str
    user_sha256: str


MANIFEST = (
    Shipped(
        version="v1",
        sections=frozenset(),
        system_sha256="5115d20ba066bf5275d3b61461a39332b646ab852fadd44777578b73a59f83f4",
        user_sha256="557e85e425455ca5bda008cfb24db5afd3b6b1d5741726e98ae97d74d8e3ea8b",
    ),
    Shipped(
        version="v2",
        sections=frozenset(Section),
        system_sha256="2e3a3b8f514fe58835860a46966813f10f2492628f044d48c153768df5f85afd",
        user_sha256="af9b46f65eea1c03a3469bdc8e6ba4da2e40d2be9f2181043803d38cfd8309a0",
    ),
)
"""Every shipped version, oldest first."""
SHIPPED: Mapping[str, Shipped] = {shipped.version: shipped for shipped in MANIFEST}


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptTexts:
    """The versioned words around the figures."""

    version: str
    system: str
    user: str  # with slots
    sections: frozenset[Section] = frozenset()

    @property
    def sha256(self) -> str:
        """The hash of both parts."""
        return _sha256(f"{_sha256(self.system)}\n{_sha256(self.user)}\n")

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots of the user's part in the order of their first place."""
        return tuple(Template(self.user).get_identifiers())


def load_texts(version: str = "v1", folder: Path = PROMPTS) -> PromptTexts:
    """Read the shipped `version`; PromptRefused when there is none or a file is not what was shipped."""
    shipped = SHIPPED.get(version)
    if shipped is None:
        raise PromptRefused(f"there is no shipped prompt {version!r}; there are {', '.join(SHIPPED)}")
    texts = _read(folder, version, shipped.sections)
    for part, text, wanted in (
        ("system", texts.system, shipped.system_sha256),
        ("user", texts.user, shipped.user_sha256),
    ):
        if _sha256(text) != wanted:
            raise PromptRefused(
                f"{folder / f'{part}.{version}.md'} was changed since it was shipped; keep changes of your own in "
                "HOME/prompts under another name"
            )
    return texts


def load_own_texts(version: str, folder: Path) -> PromptTexts:
    """Read an operator's own `version`, which shows every section; PromptRefused names file and slot."""
    if version in SHIPPED:
        raise PromptRefused(f"{folder}: {version} is the name of a shipped prompt; choose another")
    return check(_read(folder, version, frozenset(Section)), str(folder / f"user.{version}.md"))


def own_versions(folder: Path) -> tuple[str, ...]:
    """Return the names of the operator's own versions, in alphabetical order; none without a folder."""
    found = (_FILE.fullmatch(path.name) for path in folder.glob("user.*.md"))
    names = {match["name"] for match in found if match}
    return tuple(sorted(name for name in names if _NAME.fullmatch(name)))


def check(texts: PromptTexts, file: str) -> PromptTexts:
    """Return `texts` whose slots can all be filled; PromptRefused names `file` and the first slot that cannot."""
    problems = slot_problems(texts.user)
    if problems:
        raise PromptRefused(f"{file}: {problems[0]}")
    return texts


def slot_problems(user: str) -> tuple[str, ...]:
    """Return what is wrong with the slots of a user's part, a sentence each."""
    known = {slot.name: slot for slot in SLOTS}
    template = Template(user)
    if not template.is_valid():
        return (f"line {_stray_line(user)}: a $ that begins no slot; write $$ for a dollar sign",)
    used = template.get_identifiers()
    unknown = [f"unknown slot ${name}; there are {_listed(known)}" for name in used if name not in known]
    missing = [f"missing slot ${slot.name}" for slot in SLOTS if slot.is_required and slot.name not in used]
    fences = re.findall(r"```json\s*\$\{?document\}?\s*```", user)
    unfenced = ["slot $document must stand alone, once, in a ```json block"] if "document" in used else []
    return (*unknown, *missing, *(unfenced if len(fences) != 1 or user.count("```json") != 1 else ()))


def _read(folder: Path, version: str, sections: frozenset[Section]) -> PromptTexts:
    if not _NAME.fullmatch(version):
        raise PromptRefused(
            f"{version[:40]!r} is no name of a prompt; allowed: a-z, 0-9, dot, dash, underscore"
        )
    return PromptTexts(
        version=version,
        system=_text(folder / f"system.{version}.md"),
        user=_text(folder / f"user.{version}.md"),
        sections=sections,
    )


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as e:
        raise PromptRefused(f"{path}: cannot be read: {e.strerror}") from e
    if len(content) > LARGEST_FILE:
        raise PromptRefused(f"{path}: has {len(content)} bytes; allowed: {LARGEST_FILE}")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as e:
        raise PromptRefused(f"{path}: is not UTF-8") from e


def _stray_line(user: str) -> int:
    lines = user.splitlines()
    return next((n for n, line in enumerate(lines, 1) if not Template(line).is_valid()), len(lines))


def _listed(names: Mapping[str, Slot]) -> str:
    return ", ".join(f"${name}" for name in names)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
