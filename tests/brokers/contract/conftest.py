"""Every test of this folder runs against every broker."""

from functools import partial
from pathlib import Path

import pytest

from tests.brokers.contract.venues import Kind, Opened, opened


@pytest.fixture(params=list(Kind), ids=str)
def a_venue(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    return partial(opened, request.param, tmp_path)
