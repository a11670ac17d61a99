"""How the settings of a running desk stand."""

from dataclasses import dataclass

from tradewind.domain.clock import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsState:
    """Which settings are in force, and what of the files is not."""

    version: str
    """The beginning of a SHA-256 over them; decisions name it."""
    in_force_since: Instant
    error: str | None = None  # why the files are not read: file, line, key; None: they were read
    waiting: tuple[str, ...] = ()
    """Loosened limits that somebody has to accept."""
    waiting_sha256: str | None = None  # of the file that loosens them; None: nothing waits
    needs_restart: tuple[str, ...] = ()
    """Changed keys that only a start takes over."""
