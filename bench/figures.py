"""A measured figure beside its yardstick of the same run, and where the results are kept."""

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the report; `goal` reads like '< 5' or '>= 0.6' and judges value or ratio."""

    name: str
    value: float
    unit: str
    yardstick: str
    yardstick_value: float
    goal: str | None = None
    goal_is_ratio: bool = False

    @property
    def ratio(self) -> float:
        """The figure as a multiple of its yardstick."""
        return self.value / self.yardstick_value if self.yardstick_value else float("nan")

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is kept; None without one."""
        if self.goal is None:
            return None
        sign, limit = self.goal.split()
        judged = self.ratio if self.goal_is_ratio else self.value
        return {"<": judged < float(limit), "<=": judged <= float(limit), ">=": judged >= float(limit)}[sign]

    def line(self) -> str:
        """Return the figure for people."""
        verdict = {True: "reached", False: "MISSED", None: ""}[self.is_reached]
        goal = f"goal {self.goal}{' x' if self.goal_is_ratio else ''} {verdict}" if self.goal else ""
        return (
            f"{self.name:46} {self.value:10.2f} {self.unit:6} = {self.ratio:8.2f} x "
            f"{self.yardstick} ({self.yardstick_value:.2f} {self.unit})  {goal}"
        )


def keep(name: str, figures: Sequence[Figure]) -> None:
    """Print the figures and write them to bench/results/NAME.json."""
    for figure in figures:
        print(figure.line())
    RESULTS.mkdir(exist_ok=True)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    rows = [{**asdict(figure), "ratio": figure.ratio, "is_reached": figure.is_reached} for figure in figures]
    machine = {
        "processor_cores": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 2),  # this bench included
        "python": platform.python_version(),
        "is_ahead_of_others": os.sched_getscheduler(0) != os.SCHED_OTHER,
    }
    content = {"commit": commit.stdout.strip(), "machine": machine, "figures": rows}
    (RESULTS / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n")


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the sorted values lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def main() -> None:
    """Print what is kept."""
    for path in sorted(RESULTS.glob("*.json")):
        for row in json.loads(path.read_text())["figures"]:
            print(Figure(**{name: row[name] for name in Figure.__slots__}).line())


if __name__ == "__main__":
    main()
