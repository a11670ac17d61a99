"""Log entries are one line each, stamped in UTC milliseconds, and never hold a secret."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.clocks import FakeClock
from tradewind.telemetry import logs
from tradewind.telemetry.config import LogConfig, LogFormat
from tradewind.telemetry.logs import configure_logging

CANARY = "canary-9f31c2"


@pytest.fixture(autouse=True)
def _restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    before = (list(root.handlers), root.level)
    yield
    root.handlers, root.level = before[0], before[1]
    structlog.reset_defaults()


def configured(form: LogFormat = LogFormat.JSON) -> io.StringIO:
    stream = io.StringIO()
    configure_logging(LogConfig(format=form), FakeClock(), logging.StreamHandler(stream), secrets=(CANARY,))
    return stream


def test_an_entry_is_one_json_line_with_the_time_in_milliseconds() -> None:
    stream = configured()
    structlog.get_logger("desk").info("order sent", symbol="BTC-USDT-SWAP", contracts=3)

    (line,) = stream.getvalue().splitlines()
    entry = json.loads(line)

    assert entry["time"] == "2026-11-21T12:00:00.000Z"
    assert (entry["event"], entry["level"], entry["symbol"]) == ("order sent", "info", "BTC-USDT-SWAP")


def test_libraries_write_into_the_same_log() -> None:
    logging.getLogger("uvicorn").propagate = False
    logging.getLogger("uvicorn.error").disabled = True
    stream = configured()
    logging.getLogger("uvicorn.error").warning("slow %s", "client")
    logging.getLogger("httpx").info("GET https://api.telegram.org/bot123456:AAAAAAAAAAAAAAAAAAAAAAAA/x")

    (entry,) = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert entry["event"] == "slow client"


@pytest.mark.parametrize("form", list(LogFormat))
def test_no_secret_reaches_the_log(form: LogFormat) -> None:
    """S73."""
    stream = configured(form)
    log = structlog.get_logger("desk")
    log.info(
        "connecting", url=f"redis://desk:{CANARY}@10.0.0.5:6379/0", api_key="plain", nested={"secret": "x9"}
    )
    log.info("key is %s", CANARY, authorization="Bearer abcdefghijk", list_of=[CANARY])
    log.warning("telegram", url="https://api.telegram.org/bot123456:ABCDEFGHIJKLMNOPQRSTUVWX/send")
    try:
        int(CANARY)
    except ValueError:
        log.exception("failed")

    written = stream.getvalue()
    for secret in (CANARY, "plain", "x9", "abcdefghijk", "ABCDEFGHIJKLMNOPQRSTUVWX"):
        assert secret not in written
    assert "prompt_tokens" not in written


def test_counts_of_tokens_are_no_secret() -> None:
    stream = configured()
    structlog.get_logger("desk").info("asked", prompt_tokens=120)

    assert json.loads(stream.getvalue())["prompt_tokens"] == 120


@pytest.mark.parametrize("form", list(LogFormat))
def test_a_logged_text_cannot_forge_a_second_entry(form: LogFormat) -> None:
    """S59."""
    stream = configured(form)
    structlog.get_logger("desk").info("headline", text="up\r\n2026 [error] forged \x1b[31mred")

    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b" not in stream.getvalue()


def test_the_log_file_is_turned_over_before_it_fills_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "FILE_BYTES", 2_000)
    monkeypatch.setattr(logs, "KEPT_FILES", 2)
    outlet = logs.rotating_file(tmp_path / "desk.log")
    logs.configure_logging(LogConfig(), FakeClock(), outlet)

    for number in range(200):
        logging.getLogger("desk").warning("entry %d", number)
    outlet.close()

    written = sorted(tmp_path.iterdir())
    assert [path.name for path in written] == ["desk.log", "desk.log.1", "desk.log.2"]
    assert sum(path.stat().st_size for path in written) < 3 * 2_000
    assert "entry 199" in written[0].read_text()
