"""One file of settings for people: of each key what is in force, what the files say, and who decided it."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import msgspec

from tradewind.domain.account import RuntimeMode
from tradewind.domain.configuration import (
    ConfigDocument,
    ConfigFile,
    SetBy,
    SettingKey,
    SettingValue,
)
from tradewind.settings.catalog import CATALOG
from tradewind.settings.changes import value_at
from tradewind.settings.fields import allowed, annotations_of
from tradewind.settings.loader import DEFAULT_FOLDER, SettingsFiles, own_file
from tradewind.settings.process import Settings
from tradewind.settings.source import SettingsRefused, read_mapping
from tradewind.settings.written import unwritable
from tradewind.telemetry.redaction import Redaction

Values = Mapping[str, object]
_ABSENT = object()


def document_of(
    file: ConfigFile, in_force: Settings, mode: RuntimeMode, files: SettingsFiles
) -> ConfigDocument:
    """Return `file` beside the settings in force; nothing secret is in it. Reads files."""
    path = own_file(files.launch.home, file)
    authored, shipped = _mapping(path), _mapping(DEFAULT_FOLDER / f"{file}.yaml")
    now, later = values_of(in_force, file), values_of(_read(files, in_force), file)
    variables = {".".join(steps): name for steps, name in files.outranked(file).items()}
    told = _told(in_force, mode, file)
    keys = []
    for key, annotation in annotations_of(file).items():
        entry, is_authored = CATALOG[file].get(key), _stands(authored, key)
        set_by = _set_by(key, told, variables, is_authored=is_authored)
        keys.append(
            SettingKey(
                key=key,
                in_force=told[key][0] if key in told else now[key],
                in_files=later[key],
                shipped=shown(value_at(shipped, key), Redaction(in_force.secrets), key),
                set_by=set_by,
                variable=variables.get(key),
                is_authored=is_authored,
                is_editable=entry is not None,
                meaning=entry.meaning if entry else None,
                unit=entry.unit if entry else None,
                looser=entry.looser if entry else None,
                allowed=allowed(annotation),
            )
        )
    return ConfigDocument(
        file=file, path=str(path), sha256=sha256_of(path), unwritable=unwritable(path), keys=tuple(keys)
    )


def values_of(settings: Settings, file: ConfigFile) -> dict[str, SettingValue]:
    """Return every value of `file` by its path, as it may be shown."""
    content = msgspec.to_builtins(getattr(settings, file))
    redaction = Redaction(settings.secrets)
    return {key: shown(value_at(content, key), redaction, key) for key in annotations_of(file)}


def shown(value: object, redaction: Redaction, key: str) -> SettingValue:
    """Return a value as it may be shown: what is nested deeper as JSON, without anything secret."""
    safe = redaction.value(key, value)
    if safe is None or isinstance(safe, str | int | float | bool):
        return safe
    if isinstance(safe, list) and all(isinstance(each, str) for each in safe):
        return tuple(safe)
    return json.dumps(safe)


def sha256_of(path: Path) -> str | None:
    """Return the hash of what `path` holds, None where there is no such file."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _read(files: SettingsFiles, in_force: Settings) -> Settings:
    try:
        return files.read()
    except SettingsRefused:  # the state of the watch says why
        return in_force


def _mapping(path: Path) -> dict[str, object]:
    try:
        return read_mapping(path)
    except SettingsRefused:
        return {}


def _stands(content: Values, key: str) -> bool:
    found: object = content
    for step in key.split("."):
        found = found.get(step, _ABSENT) if isinstance(found, Mapping) else _ABSENT
    return found is not _ABSENT


def _told(
    settings: Settings, mode: RuntimeMode, file: ConfigFile
) -> Mapping[str, tuple[SettingValue, SetBy]]:
    """Return what is in force whatever files and variables say."""
    launch = settings.launch
    if file is ConfigFile.TRADING:
        return {"broker": (mode.value, SetBy.SWITCH)} if mode.value != settings.trading.broker else {}
    if file is not ConfigFile.APP:
        return {}
    told = {"server.host": launch.host, "server.port": launch.port, "market.source": launch.market}
    return {key: (value, SetBy.COMMAND_LINE) for key, value in told.items() if value is not None}


def _set_by(
    key: str,
    told: Mapping[str, tuple[SettingValue, SetBy]],
    variables: Mapping[str, str],
    *,
    is_authored: bool,
) -> SetBy:
    if key in told:
        return told[key][1]
    if key in variables:
        return SetBy.ENVIRONMENT
    return SetBy.FILE if is_authored else SetBy.SHIPPED
