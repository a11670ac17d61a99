"""Nested values as JSON text in a column, typed both ways."""

from functools import lru_cache
from typing import Any, TypeVar

import msgspec

from tradewind.domain.clock import Instant

V = TypeVar("V")


def _encode_hook(value: object) -> str:
    if isinstance(value, Instant):
        return str(value)
    raise TypeError(f"no column encoding for {type(value).__name__}")


def _decode_hook(kind: type, value: object) -> object:
    if kind is Instant and isinstance(value, str):
        return _moment(value)
    raise TypeError(f"no column decoding for {kind.__name__}")


@lru_cache(maxsize=4_096)
def _moment(text: str) -> Instant:
    """Read a moment; the inputs of decisions that follow each other share most of theirs."""
    return Instant.parse(text)


_encoder = msgspec.json.Encoder(enc_hook=_encode_hook)
_decoders: dict[object, msgspec.json.Decoder[Any]] = {}


def to_text(value: object) -> str:
    """Return `value` as JSON: Decimals as strings, moments as ISO-8601."""
    return _encoder.encode(value).decode()


def from_text(text: str, kind: type[V]) -> V:
    """Return the value in `text`; msgspec.ValidationError when the column was changed by hand."""
    decoder = _decoders.setdefault(kind, msgspec.json.Decoder(kind, dec_hook=_decode_hook))
    value: V = decoder.decode(text)
    return value
