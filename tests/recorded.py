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
