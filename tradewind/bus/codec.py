"""JSON on the bus: frozen values to bytes and back, typed both ways."""

from typing import Any, TypeVar

import msgspec

from tradewind.domain.clock import Instant

V = TypeVar("V")


class Undecodable(ValueError):
    """Bytes that are not the value they should be; treat the datum as missing and count it."""


def _encode_hook(value: object) -> str:
    if isinstance(value, Instant):
        return str(value)
    raise TypeError(f"no bus encoding for {type(value).__name__}")


def _decode_hook(kind: type, value: object) -> object:
    if kind is object:  # whatever JSON holds, as it is
        return value
    if kind is Instant and isinstance(value, str):
        return Instant.parse(value)
    raise TypeError(f"no bus decoding for {kind.__name__}")


_encoder = msgspec.json.Encoder(enc_hook=_encode_hook)


_decoders: dict[object, msgspec.json.Decoder[Any]] = {}


def _decoder(kind: type[V]) -> msgspec.json.Decoder[V]:
    if kind not in _decoders:
        _decoders[kind] = msgspec.json.Decoder(kind, dec_hook=_decode_hook)
    return _decoders[kind]


def encode(value: object) -> bytes:
    """Return `value` as JSON: Decimals as strings, moments as ISO-8601 with milliseconds."""
    return _encoder.encode(value)


def decode(content: bytes, kind: type[V]) -> V:
    """Return the value in `content`; Undecodable when it is not a `kind`."""
    try:
        return _decoder(kind).decode(content)
    except (msgspec.MsgspecError, ValueError) as e:
        raise Undecodable(f"not a {kind}: {e}; got {content[:80]!r}") from e
