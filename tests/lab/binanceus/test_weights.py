"""The budget of request weight: counted per wall-clock minute, refused with 429, then with 418 (F38, F39)."""

from typing import Any

import ccxt.async_support as ccxt
import httpx2
import pytest

from tests.lab_process import running_lab
from tradewind_lab.binanceus.weights import LIMIT, MINUTE_MS, Weights, day_weight, depth_weight

NOON_MS = 1_763_726_400_000


def spent(weights: Weights, now_ms: int) -> None:
    weights.charge(LIMIT, now_ms)


def test_weight_is_counted_within_the_wall_clock_minute_and_forgotten_with_it() -> None:
    weights = Weights()

    used = [weights.charge(40, at_ms).used for at_ms in (NOON_MS, NOON_MS + 59_999, NOON_MS + MINUTE_MS)]

    assert used == [40, 80, 40]


def test_f38_weight_beyond_the_limit_is_refused_until_the_minute_ends() -> None:
    weights = Weights()
    spent(weights, NOON_MS)

    refused = weights.charge(1, NOON_MS + 14_500)

    assert (refused.refused, refused.retry_after_s) == (429, 46)
    assert weights.charge(1, NOON_MS + MINUTE_MS).refused is None


def test_f39_who_goes_on_is_banned_for_two_minutes_and_then_for_four() -> None:
    weights = Weights()
    spent(weights, NOON_MS)

    codes = [weights.charge(1, NOON_MS + 1_000).refused for _ in range(12)]
    banned = weights.charge(1, NOON_MS + 61_000)
    after = weights.charge(1, NOON_MS + 122_000)

    assert codes == [429] * 10 + [418] * 2
    assert (banned.refused, banned.retry_after_s, banned.banned_until_ms) == (418, 60, NOON_MS + 121_000)
    assert after.refused is None
    later = NOON_MS + 180_000
    spent(weights, later)
    again = [weights.charge(1, later) for _ in range(11)][-1]
    assert again.banned_until_ms == later + 4 * MINUTE_MS


@pytest.mark.parametrize(("levels", "weight"), [(5, 1), (100, 1), (101, 5), (1000, 10), (5000, 50)])
def test_deeper_books_cost_more(levels: int, weight: int) -> None:
    assert depth_weight(levels) == weight


@pytest.mark.parametrize(("named", "weight"), [(1, 1), (20, 1), (29, 20), (None, 40)])
def test_day_tickers_cost_by_how_many_are_asked(named: int | None, weight: int) -> None:
    assert day_weight(named) == weight


async def test_f38_f39_a_real_client_sees_its_weight_and_then_the_ban() -> None:
    async with running_lab("--seed", "5") as lab:
        client: Any = ccxt.binanceus({"enableRateLimit": False})
        client.urls["api"]["public"] = f"{lab.binanceus}/api/v3"
        try:
            await client.load_markets()
            told = {name.lower(): value for name, value in client.last_response_headers.items()}
            refused = await hammered(f"{lab.binanceus}/api/v3/depth?symbol=BTCUSDT&limit=5000")
            with pytest.raises(ccxt.DDoSProtection, match="418"):
                await client.fetch_time()
        finally:
            await client.close()

    assert int(told["x-mbx-used-weight-1m"]) >= 10
    assert [answer.status_code for answer in refused] == [429] * 10 + [418]
    assert 0 < int(refused[0].headers["Retry-After"]) <= 60
    assert refused[-1].headers["Retry-After"] == "120"


async def hammered(url: str) -> list[httpx2.Response]:
    """Ask until banned; return the refusals of the last minute."""
    refused: list[httpx2.Response] = []
    async with httpx2.AsyncClient(timeout=20) as http:
        while not refused or refused[-1].status_code != 418:
            answer = await http.get(url)
            refused = [] if answer.status_code == 200 else [*refused, answer]
    return refused
