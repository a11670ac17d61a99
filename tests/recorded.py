"""Where the recorded material lies; tests over it skip, saying so, where there is none."""

import os
from pathlib import Path

import pytest

DEFAULT_ROOT = Path(__file__).resolve().parents[2] / "shared" / "data"


def recorded_root() -> Path:
    """Return the folder of recorded material, or skip the calling test."""
    root = Path(os.environ.get("TRADEWIND_DATA", DEFAULT_ROOT))
    if not root.is_dir():
        pytest.skip(f"no recorded material at {root}; set TRADEWIND_DATA to its folder")
    return root


def met(seen: object, what: str) -> None:
    """Skip the calling test, saying so, when it has met none of `what` among the records."""
    if not seen:
        pytest.skip(f"no {what} in {recorded_root()}")


def recorded_files(folder: str, pattern: str) -> list[Path]:
    """Return the files of `folder` that match; the calling test is skipped, saying so, where none does."""
    found = sorted((recorded_root() / folder).glob(pattern))
    if not found:
        pytest.skip(f"no {pattern} in {recorded_root() / folder}")
    return found
