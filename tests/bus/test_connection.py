"""An outside server is asked before anything is built on it."""

from pathlib import Path

import pytest

from tests.valkey import running_valkey
from tradewind.bus.connection import check_answers
from tradewind.bus.server_program import free_port


async def test_a_running_server_is_accepted(tmp_path: Path) -> None:
    async with running_valkey(tmp_path) as url:
        await check_answers(url)


async def test_a_silent_address_is_refused_with_the_reason() -> None:
    with pytest.raises(ConnectionError, match="no answer within 1 s"):
        await check_answers(f"redis://127.0.0.1:{free_port()}/0")
