"""What an edit would do to the settings in force; reads files, writes none."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import msgspec

from tradewind.domain.account import RuntimeMode
from tradewind.domain.configuration import (
    ConfigEdit,
    ConfigFile,
    ConfigPreview,
    EditRefused,
    Leaning,
    Looser,
    SettingChange,
    SettingValue,
    ValuesRefused,
)
from tradewind.settings.catalog import CATALOG
from tradewind.settings.changes import Change, differing, loosened_keys, taken_over, value_at
from tradewind.settings.documents import shown
from tradewind.settings.fields import annotations_of, fault_of
from tradewind.settings.loader import SettingsFiles, own_file
from tradewind.settings.process import Settings
from tradewind.settings.source import LARGEST_FILE, SettingsRefused
from tradewind.settings.written import EditedByHandOnly, unwritable, with_values
from tradewind.telemetry.redaction import Redaction

WORD = "loosen"
LIVE_WORD = "loosen live"
"""Where money is traded."""
_JUDGED_ALREADY = ("trading.risk.", "trading.model_limits.")
"""What a running desk holds back by itself."""
_SYMBOLS = ("trading.symbols", "trading.model_symbols")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An edit, judged: what would be written, and what comes of it."""

    preview: ConfigPreview
    path: Path
    text: str = field(repr=False)
    sha256_before: str | None
    sha256_after: str
    needs_acceptance: bool
    """A running desk takes it over only with somebody's word."""


def plan_of(edit: ConfigEdit, in_force: Settings, mode: RuntimeMode, files: SettingsFiles) -> Plan:
    """Judge `edit`; ValuesRefused, EditRefused."""
    _must_be_acceptable(edit, files)
    path = own_file(files.launch.home, edit.file)
    if why := unwritable(path):
        raise EditRefused(f"Nothing can be written: {why}.")
    before = _text(path)
    try:
        after = with_values(
            path, before, {tuple(key.split(".")): value for key, value in edit.values.items()}
        )
    except (EditedByHandOnly, SettingsRefused) as e:
        raise EditRefused(f"{e}.") from e
    try:
        read = files.read({edit.file: after})
        change = taken_over(in_force, read, is_accepted=True)
    except SettingsRefused as e:
        raise ValuesRefused({edit.file.value: str(e)}) from e
    changes = tuple(_rows(edit, in_force, read, change))
    if after == before and not any(row.is_asked and _waits(row) for row in changes):
        raise EditRefused(f"Nothing would change: {path} says so already.")
    is_looser = any(row.is_asked and row.leaning is Leaning.LOOSER for row in changes)
    if is_looser and mode is RuntimeMode.LIVE and in_force.trading.live.approvals:
        raise EditRefused(
            "Something is loosened, and this desk trades money only with several people's word (live.approvals): "
            f"edit {path} on its machine and run `tradewind config accept`."
        )
    sha256_before = None if before is None else _sha256(before)
    preview = ConfigPreview(
        file=edit.file,
        digest=_sha256(
            json.dumps([in_force.version, mode, sha256_before, _sha256(after), msgspec.to_builtins(changes)])
        ),
        changes=changes,
        word=(LIVE_WORD if mode is RuntimeMode.LIVE else WORD) if is_looser else None,
    )
    return Plan(
        preview=preview,
        path=path,
        text=after,
        sha256_before=sha256_before,
        sha256_after=_sha256(after),
        needs_acceptance=is_looser and edit.file is ConfigFile.TRADING,
    )


def leaning_of(looser: Looser | None, old: SettingValue, new: SettingValue) -> Leaning:
    """Return what a number does as a limit; no number is no limit at all.

    Where lower is looser, no number is one that is worked out elsewhere: any other may be looser than it, and it than any.
    """
    if looser not in (Looser.HIGHER, Looser.LOWER) or old == new:
        return Leaning.OTHER
    if old is None or new is None:
        is_looser = looser is Looser.LOWER or new is None
    else:
        is_looser = (Decimal(str(new)) > Decimal(str(old))) is (looser is Looser.HIGHER)
    return Leaning.LOOSER if is_looser else Leaning.TIGHTER


def _must_be_acceptable(edit: ConfigEdit, files: SettingsFiles) -> None:
    path = own_file(files.launch.home, edit.file)
    annotations, variables = annotations_of(edit.file), files.outranked(edit.file)
    reasons: dict[str, str] = {}
    for key, value in edit.values.items():
        if key not in annotations:
            reasons[key] = f"is not a key of {edit.file}.yaml"
        elif key not in CATALOG[edit.file]:
            reasons[key] = f"is not changed from here; edit {path} on the desk's machine"
        elif variable := variables.get(tuple(key.split("."))):
            reasons[key] = f"environment variable {variable} sets it, whatever the file says; change it there"
        elif fault := fault_of(annotations[key], value):
            reasons[key] = fault
    if reasons:
        raise ValuesRefused(reasons)


def _text(path: Path) -> str | None:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as e:
        raise EditRefused(f"{path} cannot be read: {e.strerror}.") from e
    try:
        if len(content) > LARGEST_FILE:
            raise EditRefused(f"{path} is larger than {LARGEST_FILE} bytes; edit it by hand.")
        return content.decode()
    except UnicodeDecodeError as e:
        raise EditRefused(f"{path} is not UTF-8 text; mend it by hand.") from e


def _rows(edit: ConfigEdit, in_force: Settings, read: Settings, change: Change) -> Iterator[SettingChange]:
    asked = [f"{edit.file}.{key}" for key in edit.values]
    waiting = [key for key in differing(in_force, read) if key.startswith(f"{edit.file}.")]
    looser, redaction = set(_looser(edit.file, in_force, read)), Redaction(in_force.secrets)
    old, new = _values(edit.file, in_force), _values(edit.file, read)
    for key in dict.fromkeys([*asked, *waiting]):
        is_changed = key in waiting
        yield SettingChange(
            key=key,
            old=shown(value_at(old, key), redaction, key),
            new=shown(value_at(new, key), redaction, key),
            leaning=_leaning(edit.file, key, is_looser=key in looser) if is_changed else Leaning.OTHER,
            needs_restart=key in change.needs_restart,
            is_asked=key in asked,
        )


def _waits(row: SettingChange) -> bool:
    """Tell whether what stands in the file already only lacks somebody's word."""
    return row.leaning is Leaning.LOOSER and not row.needs_restart


def _leaning(file: ConfigFile, key: str, *, is_looser: bool) -> Leaning:
    if is_looser:
        return Leaning.LOOSER
    entry = CATALOG[file].get(key.partition(".")[2])
    is_limit = key in _SYMBOLS or (entry is not None and entry.looser is not None)
    return Leaning.TIGHTER if is_limit else Leaning.OTHER


def _looser(file: ConfigFile, in_force: Settings, read: Settings) -> Iterator[str]:
    """Yield the keys of `file` by which the desk would let through what it stops: at once, or after a start."""
    yield from loosened_keys(in_force, read)
    old, new = _values(file, in_force), _values(file, read)
    for name, entry in CATALOG[file].items():
        key = f"{file}.{name}"
        if key.startswith(_JUDGED_ALREADY):
            continue
        was, now = (shown(value_at(each, key), Redaction(), key) for each in (old, new))
        if leaning_of(entry.looser, was, now) is Leaning.LOOSER:
            yield key
    if set(_tradable(read)) - set(_tradable(in_force)):
        yield from _SYMBOLS


def _tradable(settings: Settings) -> tuple[str, ...]:
    return settings.trading.model_symbols or settings.trading.symbols


def _values(file: ConfigFile, settings: Settings) -> Mapping[str, object]:
    return {file.value: msgspec.to_builtins(getattr(settings, file))}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
