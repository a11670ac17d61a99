"""Ways in which the lab leaves a desk alone: it refuses, it never answers, its process is gone."""

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from tradewind.app.drill_desk import DrillDesk, DrillFailed
from tradewind.app.lab_process import Lab

EVERYTHING = "/api/v5"
ACCOUNT = "/api/v5/account"
TRADE = "/api/v5/trade"
LAB_MODULE = b"tradewind_lab"
BACK_WITHIN = timedelta(seconds=60)
ASKED_WITHIN = timedelta(seconds=90)

Rule = Mapping[str, str | int]


class Way(StrEnum):
    """How a venue is away."""

    REFUSE = "refuse"  # its trading side closes connections, its prices go on
    STALL = "stall"  # nothing is answered any more, prices included, and streams fall silent
    GONE = "gone"  # the process freezes, then dies, and is started again


_STREAM_REFUSED: Rule = {"kind": "refuse", "status": 503}
_RULES: Mapping[Way, tuple[Rule, ...]] = {
    Way.REFUSE: (
        {"kind": "drop", "path": ACCOUNT},
        {"kind": "drop", "path": TRADE},
        _STREAM_REFUSED,
        {"kind": "close", "path": "/ws/v5/private"},
    ),
    Way.STALL: (
        {"kind": "hang", "path": ACCOUNT, "count": 1},
        {"kind": "hang", "path": EVERYTHING},
        _STREAM_REFUSED,
        {"kind": "silence"},
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """The venue of one desk, made to go away and come back."""

    desk: DrillDesk
    lab: Lab

    async def begin(self, way: Way) -> None:
        """Leave the desk alone; what was armed before ends. DrillFailed, httpx2.HTTPError."""
        if way is Way.GONE:
            os.kill(self._pid(), signal.SIGSTOP)
            return
        await self._clear()
        answer = await self.desk.http.post(self._faults, json=list(_RULES[way]))
        answer.raise_for_status()

    async def felt(self, way: Way) -> None:
        """Return once the desk has asked for its account in vain since `begin`; DrillFailed."""
        if way is not Way.STALL:
            return

        async def is_used_up() -> bool:
            armed = (await self.desk.http.get(self._faults)).json()["faults"]
            return not any(rule["path"] == ACCOUNT for rule in armed)

        await self.desk.until(is_used_up, ASKED_WITHIN, "the desk asks the venue again")

    async def end(self, way: Way) -> None:
        """Return once the venue answers again; DrillFailed."""
        if way is Way.GONE:
            os.kill(self._pid(), signal.SIGKILL)
        else:
            await self._clear()

        async def answers() -> bool:
            return (await self.desk.http.get(f"{self.lab.url}/lab/status")).is_success

        await self.desk.until(answers, BACK_WITHIN, "the lab is started again")

    @property
    def _faults(self) -> str:
        return f"{self.lab.url}/lab/faults"

    async def _clear(self) -> None:
        (await self.desk.http.delete(self._faults)).raise_for_status()

    def _pid(self) -> int:
        found = lab_of(self.desk.process.pid)
        if found is None:
            raise DrillFailed("the lab's process is not to be found in /proc; leave out --way gone")
        return found


def lab_of(parent: int) -> int | None:
    """Return the process id of the lab that `parent` started; None where none runs, or there is no /proc."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent and LAB_MODULE in (folder / "cmdline").read_bytes():
                return int(folder.name)
        except (OSError, ValueError, IndexError):  # it ended while it was looked at
            continue
    return None
