"""The whole platform as a user starts it: `tradewind up` in a process of its own, on free ports."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError

T = TypeVar("T")

READY_WITHIN_SECONDS = 120
ENDED_WITHIN_SECONDS = 60
ANSWERED_WITHIN_SECONDS = 60
POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskProcess:
    """A running desk and what it wrote."""

    process: subprocess.Popen[bytes]
    command: tuple[str, ...]
    home: Path
    output: Path

    @property
    def status(self) -> dict[str, Any]:
        return dict(json.loads((self.home / "status.json").read_bytes()))

    @property
    def url(self) -> str:
        return str(self.status["url"])

    @property
    def redis_url(self) -> str:
        return str(self.status["redis_url"])

    @property
    def is_ready(self) -> bool:
        """True once the desk says so; AssertionError where it has ended."""
        return _is_ready(self)

    def get(self, path: str) -> Any:
        """Return what a page tells; a desk that was asked too often is asked again."""
        asked = partial(self._told, path)
        (told,) = wait_until(asked, ANSWERED_WITHIN_SECONDS, f"{path} was asked too often")
        return told

    def _told(self, path: str) -> tuple[Any] | None:
        try:
            with urllib.request.urlopen(self.url + path, timeout=ANSWERED_WITHIN_SECONDS) as answer:  # noqa: S310 -- our own loopback url
                return (json.load(answer),)
        except HTTPError as e:
            if e.code != HTTPStatus.TOO_MANY_REQUESTS:
                raise
            return None

    def post(self, path: str) -> Any:
        asked = urllib.request.Request(self.url + path, method="POST", headers={"Origin": self.url})  # noqa: S310
        with urllib.request.urlopen(asked, timeout=ANSWERED_WITHIN_SECONDS) as answer:  # noqa: S310
            return json.load(answer)

    def survive(self, seconds: float) -> None:
        """Let the desk live for `seconds`; it must not end by itself."""
        with suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"the desk ended by itself with {self.process.wait(seconds)}")

    def kill(self) -> None:
        """SIGKILL, as a crash or an out-of-memory kill would."""
        self.process.kill()
        self.process.wait(ENDED_WITHIN_SECONDS)

    def interrupt(self) -> float:
        """Ctrl-C; return how many seconds the desk took to end."""
        started = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(ENDED_WITHIN_SECONDS)
        return time.monotonic() - started


@contextmanager
def running_desk(
    home: Path, *arguments: str, environment: dict[str, str] | None = None
) -> Iterator[DeskProcess]:
    """Start a desk on `home`, wait until it is ready, end it with the block."""
    with started_desk(home, *arguments, environment=environment) as desk:
        wait_until(lambda: _is_ready(desk), READY_WITHIN_SECONDS, f"the desk is not ready: {desk.output}")
        yield desk


@contextmanager
def started_desk(
    home: Path, *arguments: str, environment: dict[str, str] | None = None
) -> Iterator[DeskProcess]:
    """Start a desk on `home`, end it with the block."""
    home.mkdir(parents=True, exist_ok=True)
    output = home / "output.txt"
    command = [sys.executable, "-m", "tradewind", "up", "--home", str(home), "--port", "0", *arguments]
    if "--port" in arguments:
        command[6:8] = []
    with output.open("wb") as sink:
        process = subprocess.Popen(
            command,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            cwd=home,
        )
    desk = DeskProcess(process=process, command=tuple(command), home=home, output=output)
    try:
        yield desk
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(ENDED_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(ENDED_WITHIN_SECONDS)


def wait_until(condition: Callable[[], T | None], seconds: float, otherwise: str) -> T:
    """Return the first truthy answer of `condition`; AssertionError saying `otherwise` after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = condition()
        if answer:
            return answer
        time.sleep(POLL_SECONDS)
    raise AssertionError(f"not within {seconds} s: {otherwise}")


def _is_ready(desk: DeskProcess) -> bool:
    if desk.process.poll() is not None:
        raise AssertionError(
            f"the desk ended with {desk.process.returncode}: {desk.output.read_text()[-2000:]}"
        )
    try:
        return desk.status["pid"] == desk.process.pid and bool(desk.status["ready"])
    except (OSError, ValueError, KeyError):
        return False
