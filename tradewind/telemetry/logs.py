"""One log for the desk and its libraries: JSON lines or a console, UTC milliseconds, never a secret."""

import logging
from collections.abc import Collection
from logging.handlers import RotatingFileHandler
from pathlib import Path

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from tradewind.domain.clock import Clock
from tradewind.telemetry.config import LogConfig, LogFormat
from tradewind.telemetry.redaction import Redaction, on_one_line

FILE_BYTES = 10_000_000
KEPT_FILES = 5
QUIET_LIBRARIES = (
    "alembic",
    "httpx",
    "httpx2",
    "openai",
    "uvicorn",
    "uvicorn.error",
    "ccxt",
    "asyncio",
    "websockets",
)
"""They log requests, addresses and urls at INFO; only their warnings are for an operator."""


def configure_logging(
    config: LogConfig, clock: Clock, outlet: logging.Handler, secrets: Collection[str] = ()
) -> None:
    """Send every log entry of the process to `outlet`; call once, before anything logs."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
        _Stamp(clock),
        _Redact(Redaction(secrets)),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    outlet.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_last_steps(config.format),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [outlet]
    root.setLevel(config.level.upper())
    for library in QUIET_LIBRARIES:
        logger = logging.getLogger(library)
        logger.setLevel(logging.WARNING)
        logger.propagate, logger.disabled = True, False  # some libraries take their loggers out of the root


def rotating_file(path: Path) -> logging.Handler:
    """Return an outlet into `path` that keeps the last few files of ten megabytes; OSError."""
    return RotatingFileHandler(path, maxBytes=FILE_BYTES, backupCount=KEPT_FILES, encoding="utf-8")


def _last_steps(form: LogFormat) -> list[Processor]:
    if form is LogFormat.JSON:
        return [structlog.processors.JSONRenderer(ensure_ascii=False)]
    return [_escape, structlog.dev.ConsoleRenderer(colors=False, timestamp_key="time")]


class _Stamp:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __call__(self, _logger: WrappedLogger, _method: str, entry: EventDict) -> EventDict:
        return {"time": str(self._clock.now()), **entry}


class _Redact:
    def __init__(self, redaction: Redaction) -> None:
        self._redaction = redaction

    def __call__(self, _logger: WrappedLogger, _method: str, entry: EventDict) -> EventDict:
        return {
            name: value if name.startswith("_") else self._redaction.value(name, value)
            for name, value in entry.items()
        }


def _escape(_logger: WrappedLogger, _method: str, entry: EventDict) -> EventDict:
    return {
        name: on_one_line(value) if isinstance(value, str) and name != "exception" else value
        for name, value in entry.items()
    }
