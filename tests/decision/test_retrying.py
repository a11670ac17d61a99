"""A failed request is tried again where that can help and the time allows it."""

from datetime import timedelta

import pytest

from tests.clocks import FakeClock
from tests.decision.test_model_client import ask
from tests.fakes.chat_server import refuses, says
from tradewind.decision.retrying import Attempts


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503, 529])
async def test_a_passing_failure_is_tried_again_after_the_server_s_own_pause(status: int) -> None:
    call, server = await ask(refuses(status, **{"Retry-After": "0.01"}), says("{}"), max_retries=1)

    assert call.error is None
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [401, 402, 403, 404, 400])
async def test_a_lasting_failure_is_not_tried_again(status: int) -> None:
    call, server = await ask(refuses(status), says("{}"), max_retries=3)

    assert f"answered {status}" in str(call.error)
    assert len(server.asked) == 1


async def test_a_pause_beyond_the_time_limit_is_not_waited_for() -> None:
    call, server = await ask(refuses(429, **{"Retry-After": "3600"}), says("{}"), max_retries=3)

    assert "answered 429" in str(call.error)
    assert len(server.asked) == 1


@pytest.mark.parametrize("header", ["soon", "-1", "nan", "inf", "Sat, 21 Nov 2026 12:00:00 GMT"])
async def test_a_header_that_is_no_number_of_seconds_is_ignored(header: str) -> None:
    attempts = Attempts(1, timedelta(seconds=0.4), FakeClock())

    assert not await attempts.pause(429, header)
