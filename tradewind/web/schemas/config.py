"""The settings, and changes to them. Values are JSON: numbers as they stand in the files, money as decimal strings."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, field_validator

from tradewind.domain.account import RuntimeMode
from tradewind.domain.configuration import (
    Allowed,
    ConfigChange,
    ConfigDocument,
    ConfigEdit,
    ConfigFile,
    ConfigPreview,
    ConfigWord,
    Leaning,
    Looser,
    SetBy,
    SettingChange,
    SettingKey,
    SettingValue,
    ValueKind,
)
from tradewind.domain.settings_state import SettingsState
from tradewind.web.schemas.controls import Person, Reason
from tradewind.web.schemas.shape import Money, Shape, Time
from tradewind.web.schemas.system import SettingsView

Value = str | int | float | bool | None | list[str]
KeyName = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[a-z0-9_]+(\.[A-Za-z0-9_]+)*$")]
MOST_VALUES = 50
LONGEST_TEXT = 500


class AllowedView(Shape):
    """What a key takes; bounds are null where there are none."""

    kind: ValueKind
    minimum: float | None
    maximum: float | None
    is_above_minimum: bool
    """The minimum itself is not accepted."""
    choices: tuple[str, ...]
    may_be_null: bool

    @classmethod
    def of(cls, allowed: Allowed) -> "AllowedView":
        """Return the shape of `allowed`."""
        return cls(
            kind=allowed.kind,
            minimum=allowed.minimum,
            maximum=allowed.maximum,
            is_above_minimum=allowed.is_above_minimum,
            choices=allowed.choices,
            may_be_null=allowed.may_be_null,
        )


class SettingView(Shape):
    """One key of one file."""

    key: str
    """Its path in the file."""
    in_force: Value
    in_files: Value
    """What the next start would take."""
    shipped: Value
    set_by: SetBy
    variable: str | None
    """Of the environment, where one sets it."""
    is_authored: bool
    """The operator's own file names it."""
    is_editable: bool
    meaning: str | None
    unit: str | None
    looser: Looser | None
    """Which way it lets more through; null: it is no limit."""
    allowed: AllowedView

    @classmethod
    def of(cls, setting: SettingKey) -> "SettingView":
        """Return the shape of `setting`."""
        return cls(
            key=setting.key,
            in_force=_value(setting.in_force),
            in_files=_value(setting.in_files),
            shipped=_value(setting.shipped),
            set_by=setting.set_by,
            variable=setting.variable,
            is_authored=setting.is_authored,
            is_editable=setting.is_editable,
            meaning=setting.meaning,
            unit=setting.unit,
            looser=setting.looser,
            allowed=AllowedView.of(setting.allowed),
        )


class ConfigView(Shape):
    """One file of settings beside what is in force; nothing secret is in it."""

    file: ConfigFile
    path: str
    sha256: str | None
    """Of the operator's own file; null: there is none, the shipped values count."""
    unwritable: str | None
    """Why it cannot be changed from here; null: it can."""
    state: SettingsView
    settings: tuple[SettingView, ...]

    @classmethod
    def of(cls, document: ConfigDocument, state: SettingsState) -> "ConfigView":
        """Return the shape of `document`."""
        return cls(
            file=document.file,
            path=document.path,
            sha256=document.sha256,
            unwritable=document.unwritable,
            state=SettingsView.of(state),
            settings=tuple(map(SettingView.of, document.keys)),
        )


class SymbolsView(Shape):
    """What is collected and traded."""

    collected: tuple[str, ...]
    """Perpetual swaps, since the desk was started."""
    configured: tuple[str, ...]
    """The same, as the next start will have it."""
    tradable: tuple[str, ...]
    """What the model may trade of it."""
    coins: tuple[str, ...]
    stocks: tuple[str, ...]
    watchlist: tuple[str, ...]


class LimitUse(Shape):
    """How much of a limit is used at this moment; null: unknown."""

    key: str
    used: Money | None
    what: str
    """What was measured."""


class LimitUses(Shape):
    """What is used of the limits that the desk can measure."""

    as_of: Time
    items: tuple[LimitUse, ...]


class ConfigPreviewBody(Shape):
    """What is to be written into one file, by the path of each key."""

    file: ConfigFile
    values: Annotated[dict[KeyName, Value], Field(min_length=1, max_length=MOST_VALUES)]

    @field_validator("file", mode="before")
    @classmethod
    def _spelled(cls, given: object) -> object:
        return ConfigFile(given) if isinstance(given, str) and given in set(ConfigFile) else given

    def edit(self) -> ConfigEdit:
        """Return what is asked for."""
        return ConfigEdit(
            file=self.file,
            values={
                key: tuple(value) if isinstance(value, list) else value for key, value in self.values.items()
            },
        )


class ConfigUpdateBody(ConfigPreviewBody):
    """The same, meant."""

    by: Person
    reason: Reason
    digest: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """Of the preview; without it only a change that loosens nothing is made."""
    confirm: Annotated[str, Field(max_length=100)] | None = None
    """The word of the preview, typed, where something is loosened."""

    def said(self) -> ConfigWord:
        """Return who means it, and what was typed."""
        return ConfigWord(by=self.by, reason=self.reason, digest=self.digest, confirm=self.confirm)


class SettingChangeView(Shape):
    """One key before and after."""

    key: str
    """With its file, as trading.risk.max_leverage."""
    old: Value
    new: Value
    leaning: Leaning
    needs_restart: bool
    is_asked: bool
    """False: it stood in the files already and waited."""

    @classmethod
    def of(cls, change: SettingChange) -> "SettingChangeView":
        """Return the shape of `change`."""
        return cls(
            key=change.key,
            old=_value(change.old),
            new=_value(change.new),
            leaning=change.leaning,
            needs_restart=change.needs_restart,
            is_asked=change.is_asked,
        )


class ConfigPreviewView(Shape):
    """What a change would do."""

    file: ConfigFile
    digest: str
    """Names exactly this change, of exactly this file, on exactly the settings in force."""
    changes: tuple[SettingChangeView, ...]
    word: str | None
    """What has to be typed, because something is loosened; null: nothing is."""
    consequences: tuple[str, ...]
    """What the looser limits would let through on the account as it stands, in numbers."""

    @classmethod
    def of(cls, preview: ConfigPreview, consequences: Iterable[str]) -> "ConfigPreviewView":
        """Return the shape of `preview`."""
        return cls(
            file=preview.file,
            digest=preview.digest,
            changes=tuple(map(SettingChangeView.of, preview.changes)),
            word=preview.word,
            consequences=tuple(consequences),
        )


class ConfigChangeView(Shape):
    """A change on record."""

    change_id: int
    file: ConfigFile
    by: str
    reason: str
    mode: RuntimeMode
    asked_at: Time
    changes: tuple[SettingChangeView, ...]
    version_before: str
    sha256_before: str | None
    sha256_after: str
    written_at: Time | None
    """Null: the file was not written, as far as is known."""

    @classmethod
    def of(cls, change: ConfigChange) -> "ConfigChangeView":
        """Return the shape of `change`."""
        return cls(
            change_id=change.change_id,
            file=change.file,
            by=change.by,
            reason=change.reason,
            mode=change.mode,
            asked_at=change.asked_at,
            changes=tuple(map(SettingChangeView.of, change.changes)),
            version_before=change.version_before,
            sha256_before=change.sha256_before,
            sha256_after=change.sha256_after,
            written_at=change.written_at,
        )


class ConfigUpdateView(Shape):
    """A change that was made, and how the settings stand after it."""

    change: ConfigChangeView
    state: SettingsView


class ConfigHistoryPage(Shape):
    """Changes, newest first."""

    items: tuple[ConfigChangeView, ...]
    next_cursor: str | None


def _value(value: SettingValue) -> Value:
    return list(value) if isinstance(value, tuple) else value
