"""The settings as a person sees and changes them: each key with its meaning, and a change before and after it is made."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Instant

SettingValue = str | int | float | bool | None | tuple[str, ...]


class ConfigFile(StrEnum):
    """The files of settings."""

    APP = "app"
    TRADING = "trading"
    LOGGING = "logging"


class SetBy(StrEnum):
    """Who decided a value."""

    SHIPPED = "shipped"
    """It came with the desk; nobody decided it."""
    FILE = "file"
    """The operator's own file says it."""
    ENVIRONMENT = "environment"
    """A variable says it, whatever the files hold."""
    COMMAND_LINE = "command_line"
    """The start was told so."""
    SWITCH = "switch"
    """Somebody switched the runtime mode."""


class Leaning(StrEnum):
    """What a change does to the desk's limits."""

    TIGHTER = "tighter"
    LOOSER = "looser"
    OTHER = "other"
    """It is no limit, or stays as it is."""


class Looser(StrEnum):
    """Which way a limit is looser."""

    HIGHER = "higher"
    LOWER = "lower"
    CHOICE = "choice"
    """One of its choices is."""


class ValueKind(StrEnum):
    """How a value is written."""

    NUMBER = "number"
    WHOLE = "whole"
    DECIMAL = "decimal"
    """A string of digits: money."""
    CHOICE = "choice"
    SWITCH = "switch"
    TEXT = "text"
    NAMES = "names"
    """A list of names."""
    OTHER = "other"
    """Too deep for a form; shown only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What a key takes; None: unbounded."""

    kind: ValueKind
    minimum: float | None
    maximum: float | None
    is_above_minimum: bool
    """The minimum itself is not accepted."""
    choices: tuple[str, ...]
    may_be_null: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingKey:
    """One key of one file, at one moment."""

    key: str
    """Its path in the file, as risk.max_leverage."""
    in_force: SettingValue
    in_files: SettingValue
    """What the next start would take; differs where a value waits."""
    shipped: SettingValue
    set_by: SetBy
    variable: str | None  # of the environment; None: no variable sets it
    is_authored: bool
    """The operator's own file names it."""
    is_editable: bool
    meaning: str | None
    unit: str | None
    looser: Looser | None
    allowed: Allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigDocument:
    """One file of settings beside what is in force."""

    file: ConfigFile
    path: str
    sha256: str | None  # of the operator's own file; None: there is none
    unwritable: str | None  # why it cannot be written from here; None: it can
    keys: tuple[SettingKey, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigEdit:
    """What somebody wants to write into one file."""

    file: ConfigFile
    values: Mapping[str, SettingValue]
    """By their path in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigWord:
    """Somebody's word that an edit is meant."""

    by: str
    reason: str
    digest: str | None
    """Of the preview; None: whatever it would say, as long as it loosens nothing."""
    confirm: str | None
    """The word that the preview asks for, where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingChange:
    """One key before and after."""

    key: str
    old: SettingValue
    """In force before."""
    new: SettingValue
    leaning: Leaning
    needs_restart: bool
    is_asked: bool
    """False: it stands in the files already and waits; it comes along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigPreview:
    """What an edit would do, and what it takes."""

    file: ConfigFile
    digest: str
    """Names exactly this change of exactly this file on exactly these settings."""
    changes: tuple[SettingChange, ...]
    word: str | None
    """What has to be typed, because something is loosened; None: nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigChange:
    """A change on record."""

    change_id: int
    file: ConfigFile
    by: str
    reason: str
    mode: RuntimeMode
    asked_at: Instant
    changes: tuple[SettingChange, ...]
    version_before: str
    sha256_before: str | None
    sha256_after: str
    written_at: Instant | None
    """None: the file was not written, as far as is known."""


class ValuesRefused(ValueError):
    """Values that are not accepted: of each key, why."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{key}: {reason}" for key, reason in reasons.items()))
        self.reasons = dict(reasons)


class EditRefused(Exception):
    """Nothing was written; the message says why and what to do."""


class EditOutdated(Exception):
    """The file or the desk is not what the preview was made of; look again."""


class NotConfirmed(Exception):
    """Something is loosened, and the word for it was not given."""
