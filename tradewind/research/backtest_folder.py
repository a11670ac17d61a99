"""Where a backtest leaves its results, and from where one that was killed goes on."""

import os
from pathlib import Path

from tradewind.bus.codec import Undecodable
from tradewind.research.backtest import Backtest, checkpoint_bytes, checkpoint_of
from tradewind.research.backtest_config import Keep
from tradewind.research.backtest_report import Report, equity_lines, report_bytes, report_of, trade_lines

CHECKPOINT = "checkpoint.json"
DECISIONS = "decisions.jsonl"
REPORT = "report.json"
EQUITY = "equity.csv"
TRADES = "trades.csv"


class FolderRefused(ValueError):
    """A folder that cannot take the results, or has none to go on from; says what to do."""


class BacktestFolder:
    """One folder for one run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept_bytes = 0

    def prepare(self, run: Backtest, *, is_resumed: bool) -> None:
        """Make room for a new run, or put `run` where an earlier one stood; FolderRefused.

        A run that is resumed with no checkpoint there begins at its start: it was killed before the first one.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = self._folder / CHECKPOINT
        if kept.exists() and not is_resumed:
            raise FolderRefused(
                f"{self._folder} holds an unfinished run: go on with --resume, or name another folder"
            )
        if kept.exists():
            try:
                checkpoint = checkpoint_of(kept.read_bytes())
                run.resume(checkpoint)
            except (Undecodable, ValueError) as e:
                raise FolderRefused(f"{kept}: {e}") from e
            self._kept_bytes = checkpoint.kept_bytes
        self._cut_decisions(run)

    def save(self, run: Backtest) -> None:
        """Write down where `run` stands; a kill at any moment leaves this checkpoint or the one before."""
        self._append_decisions(run)
        self._replace(CHECKPOINT, checkpoint_bytes(run.checkpoint(self._kept_bytes)))

    def finish(self, run: Backtest) -> Report:
        """Write the results of a run that is done, and take its checkpoint away."""
        self._append_decisions(run)
        report = report_of(run)
        self._replace(EQUITY, equity_lines(run))
        self._replace(TRADES, trade_lines(run.books.closed))
        self._replace(REPORT, report_bytes(report))
        (self._folder / CHECKPOINT).unlink(missing_ok=True)
        return report

    def _cut_decisions(self, run: Backtest) -> None:
        """Take back what was kept after the checkpoint: it will be decided again."""
        decisions = self._folder / DECISIONS
        if run.config.keep is not Keep.NONE:
            decisions.touch()
            os.truncate(decisions, self._kept_bytes)

    def _append_decisions(self, run: Backtest) -> None:
        if not run.tally.lines:
            return
        content = b"".join(line + b"\n" for line in run.tally.lines)
        with (self._folder / DECISIONS).open("ab") as decisions:
            decisions.write(content)
            decisions.flush()
            os.fsync(decisions.fileno())
        run.tally.lines.clear()
        self._kept_bytes += len(content)

    def _replace(self, name: str, content: bytes) -> None:
        unfinished = self._folder / f".{name}.new"
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._folder / name)
