"""Every account's curve over HTTP, beside what buying and holding would have come to."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.values import BTC, ETH
from tests.web.stage import DESK_ID, Stage
from tradewind.domain.account import EquityPoint, Portfolio, RuntimeMode
from tradewind.domain.candle import CandleRow, Timeframe
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.ids import PortfolioId
from tradewind.domain.instrument import Symbol
from tradewind.market.history import Series

PATH = "/internal/autotrade/v1/portfolio/curves"
PAPER = PortfolioId("desk-1-paper")


def ago(stage: Stage, minutes: float) -> Instant:
    return Instant.of(stage.desk.clock.now() - timedelta(minutes=minutes))


async def recorded(
    stage: Stage, *points: tuple[float, int], portfolio_id: PortfolioId = DESK_ID
) -> list[Instant]:
    """Record equities, each so many minutes ago."""
    times = []
    for minutes, equity in points:
        times.append(ago(stage, minutes))
        await stage.ledger.equity.add(portfolio_id, EquityPoint(time=times[-1], equity=Decimal(equity)))
    return times


def keep_minutes(stage: Stage, symbol: Symbol, *closes: tuple[Instant, float]) -> None:
    """Keep candles that close just before these moments."""
    rows: list[CandleRow] = []
    for moment, price in closes:
        opened = (moment.epoch_ms // 60_000 - 1) * 60_000
        rows.append((opened, price, price, price, price, 1.0))
    stage.desk.history.append(Series(venue="okx", symbol=symbol, timeframe=Timeframe.M1), rows)


def damaged(folder: Path) -> Path:
    """Spoil the one file of candles."""
    [file] = folder.rglob("*.parquet")
    file.write_bytes(b"PAR1 but no more")
    return file


async def curves(stage: Stage, period: str = "all") -> dict[str, Any]:
    answer = await stage.http.get(PATH, params={"period": period})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_every_account_is_shown_and_the_traded_one_is_named(stage: Stage) -> None:
    paper = Portfolio(portfolio_id=PAPER, name="Paper", mode=RuntimeMode.PAPER, currency="USDT")
    await stage.ledger.portfolios.open(paper, Decimal(5_000), ago(stage, 90))
    await recorded(stage, (30, 100_000), (0, 101_000))
    await recorded(stage, (60, 5_000), (50, 4_000), portfolio_id=PAPER)

    shown = {account["portfolio"]["id"]: account for account in (await curves(stage))["accounts"]}

    assert shown[DESK_ID]["is_current"]
    assert shown[DESK_ID]["figures"] == {
        "pnl": "1000.0000",
        "return_share": "0.010000",
        "max_drawdown_share": "0.000000",
    }
    assert not shown[PAPER]["is_current"]
    assert shown[PAPER]["figures"]["return_share"] == "-0.200000"
    assert shown[PAPER]["points"][-1]["drawdown_share"] == "0.200000"


async def test_a_period_leaves_out_what_was_before_it(stage: Stage) -> None:
    await recorded(stage, (60 * 24 * 3, 80_000), (30, 100_000), (0, 110_000))

    day, week = await curves(stage, "1d"), await curves(stage, "1w")

    assert [len(body["accounts"][0]["points"]) for body in (day, week)] == [2, 3]
    assert day["accounts"][0]["figures"]["return_share"] == "0.100000"
    assert week["accounts"][0]["figures"]["return_share"] == "0.375000"


async def test_a_deposit_is_marked_and_is_no_return(stage: Stage) -> None:
    await recorded(stage, (30, 100_000))
    flow = CashFlow(
        venue="okx",
        flow_id="1",
        kind=CashFlowKind.DEPOSIT,
        symbol=None,
        amount=Decimal(50_000),
        currency="USDT",
        exchange_time=ago(stage, 20),
    )
    await recorded(stage, (10, 100_000))  # the venue has it, the books have not heard of it
    await stage.ledger.postings.post_cash_flow(DESK_ID, flow)
    await recorded(stage, (0, 150_000))

    (account,) = (await curves(stage))["accounts"]

    assert [each["amount"] for each in account["flows"]] == ["50000"]
    assert [point["capital"] for point in account["points"]] == ["100000", "100000", "150000"]
    assert account["figures"] == {
        "pnl": "0.0000",
        "return_share": "0.000000",
        "max_drawdown_share": "0.000000",
    }


async def test_holding_is_bought_at_the_first_point_in_equal_parts_with_a_takers_fee(stage: Stage) -> None:
    first, last = await recorded(stage, (30, 100_000), (2, 100_000))
    keep_minutes(stage, BTC, (first, 60_000.0), (last, 66_000.0))
    keep_minutes(stage, ETH, (first, 3_000.0), (last, 3_000.0))

    held = (await curves(stage))["held"]

    assert (held["symbols"], held["fee_bps"]) == ([BTC, ETH], "5")
    bought = Decimal(100_000) / Decimal("1.0005")
    values = [Decimal(point["value"]) for point in held["points"]]
    assert values == [round(bought, 4), round(bought * Decimal("1.05"), 4)]
    assert held["figures"]["return_share"] == "0.050000"


async def test_holding_keeps_its_start_when_a_shorter_period_is_shown(stage: Stage) -> None:
    first, middle, last = await recorded(stage, (60 * 24 * 2, 100_000), (60, 100_000), (2, 100_000))
    for symbol in (BTC, ETH):
        keep_minutes(stage, symbol, (first, 100.0), (middle, 200.0), (last, 300.0))

    held = (await curves(stage, "1d"))["held"]

    assert held["since"] == str(first)
    assert [round(Decimal(point["value"])) for point in held["points"]] == [199_900, 299_850]
    assert held["figures"]["return_share"] == "0.500000"


async def test_without_candles_holding_is_unknown(stage: Stage) -> None:
    await recorded(stage, (30, 100_000), (2, 100_000))

    held = (await curves(stage))["held"]

    assert [point["value"] for point in held["points"]] == [None, None]
    assert held["figures"] is None


async def test_before_the_first_point_there_is_nothing_and_no_failure(stage: Stage) -> None:
    body = await curves(stage)

    assert (body["accounts"][0]["points"], body["accounts"][0]["figures"]) == ([], None)
    assert (body["held"]["since"], body["held"]["points"]) == (None, [])


async def test_many_askers_cost_one_reading(stage: Stage) -> None:
    await recorded(stage, (30, 100_000))
    before = await curves(stage)
    await recorded(stage, (20, 101_000))

    assert await curves(stage) == before


async def test_damaged_candles_hide_holding_and_not_the_account(stage: Stage, tmp_path: Path) -> None:
    first, _ = await recorded(stage, (30, 100_000), (2, 101_000))
    keep_minutes(stage, BTC, (first, 60_000.0))
    damaged(tmp_path)

    body = await curves(stage)

    assert [point["value"] for point in body["held"]["points"]] == [None, None]
    assert body["accounts"][0]["figures"]["return_share"] == "0.010000"


async def test_a_chart_of_damaged_candles_says_what_to_do(stage: Stage, tmp_path: Path) -> None:
    keep_minutes(stage, BTC, (ago(stage, 30), 60_000.0))
    file = damaged(tmp_path)

    answer = await stage.http.get(f"/api/market-data/{BTC}", params={"timeframe": "1m"})

    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/unavailable")
    assert "tradewind data download" in answer.json()["detail"]
    assert str(file.parent) in answer.json()["detail"]
