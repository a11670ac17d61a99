"""What each key of a file takes, read off the shapes that judge the file; and single values held to it."""

import math
from collections.abc import Iterator, Mapping
from typing import get_type_hints

import msgspec
from msgspec import inspect

from tradewind.domain.configuration import Allowed, ConfigFile, SettingValue, ValueKind
from tradewind.settings.files import AppFile, LoggingFile, TradingFile

SHAPES: Mapping[ConfigFile, type[msgspec.Struct]] = {
    ConfigFile.APP: AppFile,
    ConfigFile.TRADING: TradingFile,
    ConfigFile.LOGGING: LoggingFile,
}
DIGITS = r"^\d"
_KINDS: Mapping[type[inspect.Type], ValueKind] = {
    inspect.IntType: ValueKind.WHOLE,
    inspect.FloatType: ValueKind.NUMBER,
    inspect.BoolType: ValueKind.SWITCH,
    inspect.LiteralType: ValueKind.CHOICE,
}


def annotations_of(file: ConfigFile) -> dict[str, object]:
    """Return the type of every key of `file` that holds a value, by its path, in the order of the file."""
    return dict(_leaves("", SHAPES[file]))


def allowed(annotation: object) -> Allowed:
    """Return what a key of that type takes."""
    inner, may_be_null = _without_null(inspect.type_info(annotation))
    lowest, highest, is_above = _bounds(inner)
    return Allowed(
        kind=_kind(inner),
        minimum=lowest,
        maximum=highest,
        is_above_minimum=is_above,
        choices=tuple(map(str, inner.values)) if isinstance(inner, inspect.LiteralType) else (),
        may_be_null=may_be_null,
    )


def fault_of(annotation: object, value: SettingValue) -> str | None:
    """Return why `value` is not accepted where that type stands, None where it is."""
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is no number"
    try:
        msgspec.convert(value, annotation)
    except msgspec.ValidationError as e:
        return str(e).partition(" - at `")[0].replace("Expected ", "allowed: ")
    return None


def _leaves(prefix: str, shape: type[msgspec.Struct]) -> Iterator[tuple[str, object]]:
    for name, annotation in get_type_hints(shape, include_extras=True).items():
        key = f"{prefix}{name}"
        if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
            yield from _leaves(f"{key}.", annotation)
        else:
            yield key, annotation


def _without_null(kind: inspect.Type) -> tuple[inspect.Type, bool]:
    if not isinstance(kind, inspect.UnionType):
        return kind, False
    inner = [each for each in kind.types if not isinstance(each, inspect.NoneType)]
    return inner[0], len(inner) < len(kind.types)


def _bounds(kind: inspect.Type) -> tuple[float | None, float | None, bool]:
    if isinstance(kind, (inspect.FloatType, inspect.IntType)):
        lowest = kind.ge if kind.gt is None else kind.gt
        highest = kind.le if kind.lt is None else kind.lt
        return lowest, highest, kind.gt is not None
    return None, None, False


def _kind(kind: inspect.Type) -> ValueKind:
    if isinstance(kind, inspect.StrType):
        is_money = (kind.pattern or "").startswith(DIGITS)
        return ValueKind.DECIMAL if is_money else ValueKind.TEXT
    if isinstance(kind, inspect.VarTupleType):
        return ValueKind.NAMES if isinstance(kind.item_type, inspect.StrType) else ValueKind.OTHER
    return _KINDS.get(type(kind), ValueKind.OTHER)
