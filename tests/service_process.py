"""Roles of the desk as processes of their own, as `tradewind run ROLE` starts them."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.desk_process import ENDED_WITHIN_SECONDS, DeskProcess
from tests.lab_process import RunningLab
from tradewind.app.alpaca_access import LAB_KEY, LAB_SECRET
from tradewind.web.server import address_of, listen


def a_free_port() -> int:
    with closing(listen("127.0.0.1", 0)) as listener:
        return address_of(listener)[1]


def venues_at(port: int) -> dict[str, str]:
    """The environment of a process whose every venue answers at one port of this machine."""
    address = f"http://127.0.0.1:{port}"
    return {
        "TRADEWIND_APP__MARKET__SOURCE": "okx",
        "TRADEWIND_APP__MARKET__REST_URL": address,
        "TRADEWIND_APP__MARKET__STREAM_URL": f"ws://127.0.0.1:{port}/ws/v5",
        "TRADEWIND_APP__SPOT__REST_URL": address,
        "TRADEWIND_APP__STOCKS__REST_URL": address,
        "ALPACA_API_KEY": LAB_KEY,
        "ALPACA_SECRET_KEY": LAB_SECRET,
    }


def model_of(lab: RunningLab) -> dict[str, str]:
    """The environment of a desk whose model is the rule policy of a lab that somebody else runs."""
    return {
        "AUTOTRADE_LLM_API_KEY": "any",
        "TRADEWIND_APP__MODEL__BASE_URL": lab.chat,
        "TRADEWIND_APP__MODEL__NAME": "lab-rules",
    }


@contextmanager
def running_role(
    role: str, home: Path, *arguments: str, environment: Mapping[str, str]
) -> Iterator[DeskProcess]:
    """Start `tradewind run ROLE`; it is killed with the block."""
    home.mkdir(parents=True, exist_ok=True)
    output = home / "output.txt"
    command = (sys.executable, "-m", "tradewind", "run", role, "--home", str(home), *arguments)
    with output.open("wb") as sink:
        process = subprocess.Popen(
            command, cwd=home, stdout=sink, stderr=subprocess.STDOUT, env={**os.environ, **environment}
        )
    try:
        yield DeskProcess(process=process, command=command, home=home, output=output)
    finally:
        process.kill()
        process.wait(ENDED_WITHIN_SECONDS)


def health_at(port: int) -> dict[str, Any] | None:
    """The collector's health page; None while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as answer:
            return dict(json.load(answer))
    except urllib.error.HTTPError as e:
        return dict(json.load(e))
    except OSError:
        return None


def venue_statuses(port: int) -> dict[str, str]:
    """Each venue's status on the health page; nothing while it cannot tell."""
    health = health_at(port) or {}
    return {venue["venue"]: venue["status"] for venue in health.get("venues", ())}
