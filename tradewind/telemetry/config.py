"""How the desk writes its log."""

from dataclasses import dataclass
from enum import StrEnum


class LogFormat(StrEnum):
    """Who reads the log."""

    JSON = "json"
    """Programs: one object a line."""
    CONSOLE = "console"
    """People at a terminal."""


class LogLevel(StrEnum):
    """The least severe entry that is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogConfig:
    """Form and depth of the log."""

    format: LogFormat = LogFormat.JSON
    level: LogLevel = LogLevel.INFO
