"""Values put into an operator's YAML file; whatever else stands in it, remarks included, stays byte for byte."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

from tradewind.domain.configuration import SettingValue
from tradewind.settings.source import PlainLoader, SettingsRefused, parse_mapping

HEADER = "# Laid over the shipped {name}; holds what differs, and what somebody wrote down on purpose.\n\n"
OWN_MODE = 0o600
INDENT = "  "

_PLAIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9._/-]*")


class EditedByHandOnly(ValueError):
    """The file is written in a way that only a person should change; says why and what to do."""


def with_values(path: Path, text: str | None, values: Mapping[tuple[str, ...], SettingValue]) -> str:
    """Return the `text` of `path`, None: there is no such file, with `values`; EditedByHandOnly, SettingsRefused."""
    edited = HEADER.format(name=path.name) if text is None else text
    wanted = {} if text is None or not _is_mapping(text) else parse_mapping(path, text)
    for steps, value in values.items():
        edited = _with_value(path, edited, steps, value)
        _put(wanted, steps, value)
    try:
        is_as_meant = parse_mapping(path, edited) == wanted
    except SettingsRefused:
        is_as_meant = False
    if not is_as_meant:
        raise EditedByHandOnly(f"{path} is written in a way that is not edited from here; edit it by hand")
    return edited


def write_whole(path: Path, text: str) -> None:
    """Put `text` in the place of `path` in one step, durable, with the mode that the file has; OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = path.resolve()
    mode = place.stat().st_mode & 0o777 if place.exists() else OWN_MODE
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        draft.chmod(mode)
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def unwritable(path: Path) -> str | None:
    """Return why `path` cannot be written, None where nothing is known against it."""
    place = path.resolve()
    nearest = next(folder for folder in place.parents if folder.exists())
    if not nearest.is_dir():
        return f"{nearest} is no folder"
    if not os.access(nearest, os.W_OK) or (place.exists() and not os.access(place, os.W_OK)):
        return f"{path} is mounted or kept read-only; change it where it comes from"
    return None


def _is_mapping(text: str) -> bool:
    return isinstance(_root(text), yaml.MappingNode)


def _root(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=PlainLoader)
    except yaml.YAMLError:
        return None


def _with_value(path: Path, text: str, steps: tuple[str, ...], value: SettingValue) -> str:
    """Return `text` with one value replaced or added, each missing section with it."""
    node, key, depth = _root(text), None, 0
    while depth < len(steps) and isinstance(node, yaml.MappingNode):
        found = next((pair for pair in node.value if pair[0].value == steps[depth]), None)
        if found is None:
            return _added(text, node, steps[depth:], value)
        (key, node), depth = found, depth + 1
    if node is None:
        return _with_newline(text) + _lines(steps, value, "")
    if key is None or depth < len(steps):
        place = ".".join(steps[:depth]) or "the file"
        raise EditedByHandOnly(f"{path}: {place} holds a single value; edit it by hand")
    start, end = node.start_mark.index, _end(node)
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        start = text.index(":", key.end_mark.index) + 1  # a list in brackets stands beside its key
    if isinstance(node, yaml.CollectionNode) and "#" in text[start:end]:
        raise EditedByHandOnly(f"{path}: {'.'.join(steps)} has remarks between its lines; edit it by hand")
    gap = " " if text[start - 1] == ":" else ""
    return f"{text[:start]}{gap}{_shown(value)}{text[end:]}"


def _added(text: str, section: yaml.MappingNode, steps: tuple[str, ...], value: SettingValue) -> str:
    if section.flow_style:
        end = section.end_mark.index - 1
        comma = ", " if section.value else ""
        return f"{text[:end].rstrip()}{comma}{_inline(steps, value)}{text[end:]}"
    first, _ = section.value[0]
    after = text.find("\n", _end(section))
    head, tail = (_with_newline(text), "") if after < 0 else (text[: after + 1], text[after + 1 :])
    return f"{head}{_lines(steps, value, ' ' * first.start_mark.column)}{tail}"


def _end(node: yaml.Node) -> int:
    """Return where the last sign of a value stands; the parser counts the empty lines after a block to it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _lines(steps: tuple[str, ...], value: SettingValue, indent: str) -> str:
    sections = "".join(f"{indent}{INDENT * depth}{step}:\n" for depth, step in enumerate(steps[:-1]))
    return f"{sections}{indent}{INDENT * (len(steps) - 1)}{steps[-1]}: {_shown(value)}\n"


def _inline(steps: tuple[str, ...], value: SettingValue) -> str:
    inner = f"{steps[-1]}: {_shown(value)}"
    for step in reversed(steps[:-1]):
        inner = f"{step}: {{{inner}}}"
    return inner


def _shown(value: SettingValue) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, str):
        is_plain = _PLAIN_WORD.fullmatch(value) and yaml.safe_load(value) == value
        return value if is_plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        digits, mark, power = repr(value).partition("e")
        point = ".0" if mark and "." not in digits else ""  # YAML 1.1 reads 5e-05 as a word
        return f"{digits}{point}{mark}{power}"
    return json.dumps(value)


def _put(content: dict[str, object], steps: tuple[str, ...], value: SettingValue) -> None:
    section = content
    for step in steps[:-1]:
        inner = section.setdefault(step, {})
        if not isinstance(inner, dict):
            return
        section = inner
    section[steps[-1]] = list(value) if isinstance(value, tuple) else value


def _with_newline(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"
