"""The program: how it starts, continues, refuses and stops."""

import asyncio
import math
import signal
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.lab.tape.test_folder import a_chart
from tests.lab_process import running_lab
from tradewind_lab.bars import BLOCK_MS

MEASUREMENTS = 5
"""The machine may stand still during one of them, not during all."""


async def status(url: str) -> dict[str, object]:
    async with httpx2.AsyncClient(timeout=20) as client:
        return dict((await client.get(f"{url}/lab/status")).json())


async def test_one_line_tells_where_it_listens_and_what_plays() -> None:
    async with running_lab("--seed", "11") as lab:
        told = await status(lab.url)

        assert lab.tape == told["tape"] == "generated:11"
        assert lab.shift_ms == told["shift_ms"]
        assert lab.shift_ms % BLOCK_MS == 0
        assert lab.chat == f"{lab.okx}/v1"


async def test_prices_continue_after_a_restart(tmp_path: Path) -> None:
    path = "/api/v5/market/history-candles?instId=BTC-USDT-SWAP&bar=1H&limit=50"
    answers = []
    for _ in range(2):
        async with (
            running_lab("--state", tmp_path) as lab,
            httpx2.AsyncClient(base_url=lab.url, timeout=30) as client,
        ):
            answers.append((await client.get(path)).json()["data"][1:])

    assert answers[0] == answers[1]


async def test_recorded_candles_play_from_the_start_asked_for(tmp_path: Path) -> None:
    a_chart(days=40).write_parquet(tmp_path / "SOL-USDT-SWAP_5m.parquet")

    async with running_lab("--tape", tmp_path, "--start", "2025-01-25") as lab:
        told = await status(lab.url)

    assert told["symbols"] == ["SOL-USDT-SWAP"]
    played = told["tape_ms"]
    assert isinstance(played, int)
    assert 1_737_763_200_000 <= played < 1_737_763_200_000 + BLOCK_MS + 60_000


async def test_recorded_spot_and_stocks_play_beside_the_generated_swaps(tmp_path: Path) -> None:
    spot, stocks = tmp_path / "spot", tmp_path / "stocks"
    spot.mkdir()
    stocks.mkdir()
    a_chart(step_s=3600, days=40).write_parquet(spot / "SOLUSDT_1h.parquet")
    a_chart(days=40).write_parquet(stocks / "SPY_5m.parquet")

    async with running_lab("--spot-tape", spot, "--stocks-tape", stocks) as lab:
        told: Any = await status(lab.url)

    assert told["spot"]["symbols"] == ["SOLUSDT"]
    assert told["stocks"]["symbols"] == ["SPY"]
    assert [told[part]["tape"].split(":")[0] for part in ("spot", "stocks")] == [
        "recorded",
        "recorded stocks",
    ]


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it_within_a_second_though_a_request_hangs(stop: signal.Signals) -> None:
    took: list[float] = []
    while min(took, default=math.inf) >= 1:
        assert len(took) < MEASUREMENTS, f"took {took} s"
        took.append(await seconds_to_stop(stop))


async def seconds_to_stop(stop: signal.Signals) -> float:
    process = await start("--seed", "3")
    assert process.stdout is not None
    url = (await process.stdout.readline()).split(b'"url":"')[1].split(b'"')[0].decode()
    async with httpx2.AsyncClient(base_url=url, timeout=20) as client, asyncio.TaskGroup() as tasks:
        await client.post("/lab/faults", json={"kind": "hang", "count": 1})
        hanging = tasks.create_task(never_answered(client))
        async with asyncio.timeout(20):
            await rule_used(client)

        clock = asyncio.get_running_loop()
        began = clock.time()
        process.send_signal(stop)
        async with asyncio.timeout(20):
            await process.wait()
        took = clock.time() - began
        await hanging
    return took


async def rule_used(client: httpx2.AsyncClient) -> None:
    while (await client.get("/lab/faults")).json()["faults"]:
        pass


async def never_answered(client: httpx2.AsyncClient) -> None:
    with pytest.raises(httpx2.HTTPError):
        await client.get("/api/v5/public/time")


async def test_a_tape_that_cannot_play_ends_with_the_reason(tmp_path: Path) -> None:
    process = await start("--tape", str(tmp_path / "absent"))

    out, error = await process.communicate()

    assert (process.returncode, out) == (2, b"")
    assert b"absent: no such folder" in error


async def start(*flags: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tradewind_lab",
        *flags,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
