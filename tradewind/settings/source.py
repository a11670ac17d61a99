"""One YAML file with its environment overrides: where each value came from, and its refusal in a sentence."""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

F = TypeVar("F", bound=msgspec.Struct)

LARGEST_FILE = 64 * 1024
"""Bytes; ten times what the shipped files have, and read in a moment."""
LONGEST_VALUE = 80
"""Characters of a refused value that are shown."""

_FIELD = re.compile(r"(?P<kind>unknown|required) field `(?P<name>[^`]*)`")
_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")


class SettingsRefused(ValueError):
    """A setting that the desk does not start with: file, key, value and what is allowed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A value from the environment for one key of a file."""

    variable: str
    path: tuple[str, ...]
    text: str
    is_list: bool = False


def read_file(
    path: Path,
    shipped: Path,
    shape: type[F],
    overrides: tuple[Override, ...] = (),
    draft: str | None = None,
) -> F:
    """Return `path` over the `shipped` values, as `shape`, with `overrides` in place; SettingsRefused.

    `draft` is judged in the place of what `path` holds.
    """
    text = _text(path) if draft is None else draft
    content = parse_mapping(path, text)
    if path != shipped:
        content = _laid_over(read_mapping(shipped), content)
    for override in overrides:
        _put(content, override)
    try:
        return msgspec.convert(content, shape)
    except msgspec.ValidationError as e:
        raise SettingsRefused(_sentence(path, text, content, overrides, str(e))) from e


def environment_overrides(file: str, environment: Mapping[str, str]) -> tuple[Override, ...]:
    """Return the overrides that variables like TRADEWIND_APP__SERVER__PORT hold for `file`."""
    prefix = f"TRADEWIND_{file.upper()}__"
    return tuple(
        Override(variable=name, path=tuple(name.removeprefix(prefix).lower().split("__")), text=text)
        for name, text in sorted(environment.items())
        if name.startswith(prefix)
    )


def read_mapping(path: Path) -> dict[str, object]:
    """Return the content of a YAML file of sections; SettingsRefused, whatever the file holds."""
    return parse_mapping(path, _text(path))


def parse_mapping(path: Path, text: str) -> dict[str, object]:
    """Return what `text` holds, which stands in `path` or is to stand there; SettingsRefused."""
    try:
        content = yaml.load(text, Loader=PlainLoader)  # noqa: S506 -- a SafeLoader that takes even less
    except yaml.MarkedYAMLError as e:
        line = f", line {e.problem_mark.line + 1}" if e.problem_mark else ""
        raise SettingsRefused(f"{path}{line}: is not YAML: {e.problem}") from e
    except (yaml.YAMLError, ValueError, RecursionError) as e:
        raise SettingsRefused(f"{path}: is not YAML: {_first_line(e)}") from e
    if not isinstance(content, dict):
        raise SettingsRefused(f"{path}: must be a mapping of sections, was {type(content).__name__}")
    return content


class PlainLoader(yaml.SafeLoader):
    """Refuses a repeated key, and aliases: a few of them inside each other are a gigabyte."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose the next node."""
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(
                None, None, "aliases (*name) are not accepted; write the value out", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, object]:  # noqa: FBT001, FBT002
        """Return the keys and values of `node`."""
        keys: set[str] = set()
        for key, _ in node.value:
            if key.value in keys:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value} is written twice", key.start_mark
                )
            keys.add(key.value)
        return super().construct_mapping(node, deep)


def _text(path: Path) -> str:
    try:
        if not path.is_file():  # a pipe in its place would never end
            raise SettingsRefused(f"{path}: cannot be read (it is no file); restore it from config/")
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as e:
        raise SettingsRefused(f"{path}: cannot be read ({e.strerror}); restore it from config/") from e
    if len(content) > LARGEST_FILE:
        raise SettingsRefused(f"{path}: is larger than {LARGEST_FILE} bytes; settings are shorter")
    try:
        return content.decode()
    except UnicodeDecodeError as e:
        line = content.count(b"\n", 0, e.start) + 1
        raise SettingsRefused(f"{path}, line {line}: is not UTF-8 text") from e


def _first_line(error: Exception) -> str:
    return "it is nested too deep" if isinstance(error, RecursionError) else str(error).splitlines()[0]


def _laid_over(below: Mapping[str, object], above: Mapping[str, object]) -> dict[str, object]:
    """Return `below` with the values of `above`, section by section, so that an older file still starts a newer desk."""
    both = dict(below)
    for key, value in above.items():
        under = both.get(key)
        both[key] = _laid_over(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return both


def _put(content: dict[str, object], override: Override) -> None:
    section = content
    for step in override.path[:-1]:
        inner = section.setdefault(step, {})
        if not isinstance(inner, dict):
            raise SettingsRefused(f"{override.variable}: {step} is a single value, it has no keys below it")
        section = inner
    section[override.path[-1]] = (
        [part.strip() for part in override.text.split(",") if part.strip()]
        if override.is_list
        else _scalar(override)
    )


def _scalar(override: Override) -> object:
    try:
        return yaml.safe_load(override.text)
    except yaml.YAMLError as e:
        raise SettingsRefused(f"{override.variable}: {override.text!r} is not a YAML value: {e}") from e


def _sentence(path: Path, text: str, content: object, overrides: tuple[Override, ...], problem: str) -> str:
    at = _AT.search(problem)
    steps = re.findall(r"[^.\[\]]+", at["path"]) if at else []
    field = _FIELD.search(problem)
    if field:
        steps.append(field["name"])
    key = ".".join(steps)
    source = next((o.variable for o in overrides if _is_about(o, steps)), None)
    where = f"environment variable {source}" if source else f"{path}{_line(text, steps)}"
    if field:
        trouble = "is missing" if field["kind"] == "required" else "is not a key"
        return f"{where}: {key} {trouble}; the shipped {path.name} has every key"
    wanted = _AT.sub("", problem).replace("Expected ", "allowed: ")
    return f"{where}: {key or 'the file'}: {_shown(_value(content, steps))} is not accepted; {wanted}"


def _is_about(override: Override, steps: list[str]) -> bool:
    shared = min(len(override.path), len(steps))
    return shared > 0 and list(override.path[:shared]) == steps[:shared]


def _value(content: object, steps: list[str]) -> object:
    for step in steps:
        if isinstance(content, dict):
            content = content.get(step)
        elif isinstance(content, list) and step.isdigit():
            content = content[int(step)]
        else:
            return None
    return content


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _line(text: str, steps: list[str]) -> str:
    node = yaml.compose(text, Loader=PlainLoader)
    for step in steps:
        if not isinstance(node, yaml.MappingNode):
            break
        found = next((value for key, value in node.value if key.value == step), None)
        if found is None:
            break
        node = found
    return f", line {node.start_mark.line + 1}" if node is not None and steps else ""
