"""The account routes of the lab as it is really run: a process of its own over a generated market."""

from pathlib import Path
from typing import Any

import ccxt.async_support as ccxt
import httpx2

from tests.lab_process import running_lab
from tradewind_lab.okx.auth import DEMO_KEY

PAIR = "ETH/USDT:USDT"


def demo_client(url: str) -> Any:
    """The OKX client of ccxt as a user would configure it for the demo account."""
    client = ccxt.okx(
        {
            "apiKey": DEMO_KEY.key,
            "secret": DEMO_KEY.secret,
            "password": DEMO_KEY.passphrase,
            "enableRateLimit": False,
            "options": {"defaultType": "swap", "fetchMarkets": {"types": ["swap"]}},
        }
    )
    client.set_sandbox_mode(True)
    client.urls["api"]["rest"] = url
    return client


async def test_every_account_call_of_ccxt_is_served_by_the_running_lab(tmp_path: Path) -> None:
    async with running_lab("--state", tmp_path) as lab, demo_client(lab.okx) as client:
        await set_up(client)
        await trade(client)
        await read_back(client)
        async with httpx2.AsyncClient(timeout=30) as http:
            truth = (await http.get(f"{lab.url}/lab/exchange", timeout=20)).json()
    fills = truth["accounts"]["demo"]["fills"]
    bought = sum(float(fill["fillSz"]) for fill in fills if fill["side"] == "buy")
    sold = sum(float(fill["fillSz"]) for fill in fills if fill["side"] == "sell")
    assert bought == sold == 2
    assert truth["accounts"]["demo"]["positions"] == []
    assert truth["accounts"]["live"]["orders"] == []


async def set_up(client: Any) -> None:
    [account] = await client.fetch_accounts()
    assert account["info"]["perm"] == "read_only,trade"
    await client.set_position_mode(hedged=True)
    await client.set_position_mode(hedged=False)
    await client.set_leverage(5, PAIR)
    await client.set_margin_mode("isolated", PAIR, {"leverage": 4, "posSide": "net"})
    assert (await client.fetch_leverage(PAIR))["longLeverage"] == 5
    assert (await client.fetch_trading_fee(PAIR))["taker"] == 0.0005


async def trade(client: Any) -> None:
    last = (await client.fetch_ticker(PAIR))["last"]
    resting = await client.create_order(PAIR, "limit", "buy", 1, last * 0.8, {"postOnly": True})
    await client.edit_order(resting["id"], PAIR, "limit", "buy", 2, last * 0.79)
    [listed] = await client.fetch_open_orders(PAIR)
    assert listed["amount"] == 2
    await client.cancel_order(resting["id"], PAIR)
    exits = {"clOrdId": "entry1", "stopLoss": {"triggerPrice": last * 0.8}}
    await client.create_order(PAIR, "market", "buy", 2, None, exits)
    entry = await client.fetch_order(None, PAIR, {"clOrdId": "entry1"})
    assert (entry["status"], entry["filled"]) == ("closed", 2)
    [position] = await client.fetch_positions()
    assert (position["contracts"], position["side"], position["leverage"]) == (2, "long", 5)
    assert (await client.fetch_position(PAIR))["id"] == position["id"]
    [stop] = await client.fetch_open_orders(PAIR, params={"trigger": True, "ordType": "conditional"})
    assert stop["stopLossPrice"] < last
    await client.create_order(PAIR, "market", "sell", 2, None, {"reduceOnly": True})


async def read_back(client: Any) -> None:
    assert await client.fetch_positions() == []
    assert len(await client.fetch_closed_orders(PAIR)) == 2
    assert len(await client.fetch_canceled_orders(PAIR)) == 1
    trades = await client.fetch_my_trades(PAIR)
    bills = await client.fetch_ledger("USDT")
    assert await client.fetch_funding_history(PAIR) == []
    assert len(trades) == len(bills)
    balance = await client.fetch_balance()
    assert abs(balance["USDT"]["total"] - 10000 - sum(bill["amount"] for bill in bills)) < 1e-9
