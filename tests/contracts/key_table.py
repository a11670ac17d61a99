"""Every row of the key table, found in its module, so that none can be left out of a list."""

from collections.abc import Iterator

import msgspec

from tradewind.bus import keys
from tradewind.bus.keys import KeyAt, SymbolKey

Row = SymbolKey[object] | KeyAt[object]


def every_row() -> dict[str, Row]:
    """The rows by pattern or name."""
    found: dict[str, Row] = {}
    for value in vars(keys).values():
        for row in value.values() if isinstance(value, dict) else (value,):
            if isinstance(row, (SymbolKey, KeyAt)):
                found[row.pattern if isinstance(row, SymbolKey) else row.name] = row
    return found


def field_names(kind: object) -> set[str]:
    """Every name that an object in a value of `kind` may have, however deep it lies."""
    return set(_names(msgspec.inspect.type_info(kind)))


def _names(shape: object) -> Iterator[str]:
    if isinstance(shape, (msgspec.inspect.DataclassType, msgspec.inspect.StructType)):
        for field in shape.fields:
            yield field.encode_name
            yield from _names(field.type)
    for inner in _inside(shape):
        yield from _names(inner)


def _inside(shape: object) -> tuple[msgspec.inspect.Type, ...]:
    match shape:
        case msgspec.inspect.UnionType(types=types):
            return types
        case msgspec.inspect.VarTupleType(item_type=item) | msgspec.inspect.ListType(item_type=item):
            return (item,)
        case msgspec.inspect.TupleType(item_types=items):
            return items
        case msgspec.inspect.DictType(value_type=item):
            return (item,)
        case _:
            return ()
