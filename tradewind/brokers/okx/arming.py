"""The permission to trade money: it exists only where the arm file holds the literal word `live`."""

from pathlib import Path
from typing import Final

WORD: Final = "live"
_SEAL: Final = object()


class NotArmed(PermissionError):
    """Live trading was not allowed by hand; the message says how it is."""


class LiveToken:
    """Proof that somebody armed live trading on this machine; a live client cannot be built without it."""

    __slots__ = ()

    def __init__(self, seal: object) -> None:
        if seal is not _SEAL:
            raise NotArmed("a live token comes from read_arm_file alone")


def read_arm_file(path: Path) -> LiveToken:
    """Return the token when `path` holds the word and nothing else; NotArmed otherwise."""
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as e:
        raise NotArmed(
            f"live trading is not armed: {path} cannot be read ({e}); write the word {WORD} into it"
        ) from e
    if text != WORD:
        raise NotArmed(f"live trading is not armed: {path} does not hold the word {WORD} alone")
    return LiveToken(_SEAL)
