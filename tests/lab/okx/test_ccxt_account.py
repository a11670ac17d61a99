"""ccxt's own client against the account routes, over a socket."""

from decimal import Decimal

import ccxt
import pytest

from tests.lab.exchange.scripted import START_MS
from tests.lab.okx.venue import running_venue
from tradewind_lab.exchange.charges import FUNDING_PERIOD_MS
from tradewind_lab.okx.auth import DEMO_KEY, LIVE_KEY, READER_KEY

PAIR = "BTC/USDT:USDT"


async def test_balance_shows_the_deposit_of_usdt() -> None:
    async with running_venue() as venue:
        balance = await venue.client().fetch_balance()
    assert (balance["USDT"]["total"], balance["USDT"]["free"]) == (10000.0, 10000.0)


async def test_configuration_names_permissions_position_mode_label_and_addresses() -> None:
    async with running_venue() as venue:
        [account] = await venue.client().fetch_accounts()
        [reader] = await venue.client(READER_KEY).fetch_accounts()
        [live] = await venue.client(LIVE_KEY).fetch_accounts()
    facts = account["info"]
    assert (facts["perm"], facts["posMode"], facts["acctLv"], facts["label"], facts["ip"]) == (
        "read_only,trade",
        "net_mode",
        "2",
        "lab demo",
        "",
    )
    assert reader["info"]["perm"] == "read_only"
    assert reader["id"] == account["id"] != live["id"]


async def test_each_environment_refuses_the_other_ones_key() -> None:
    async with running_venue() as venue:
        demo_without_header = venue.client(DEMO_KEY)
        demo_without_header.set_sandbox_mode(False)
        demo_without_header.urls["api"]["rest"] = venue.url
        with pytest.raises(ccxt.AuthenticationError, match="50101"):
            await demo_without_header.private_get_account_balance()
        live_with_header = venue.client(LIVE_KEY)
        live_with_header.set_sandbox_mode(True)
        live_with_header.urls["api"]["rest"] = venue.url
        with pytest.raises(ccxt.AuthenticationError, match="50101"):
            await live_with_header.private_get_account_balance()


async def test_a_wrong_secret_and_a_stale_clock_are_refused() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.load_markets()
        client.secret = "other"
        with pytest.raises(ccxt.AuthenticationError, match="50113"):
            await client.fetch_balance()
        late = venue.client()
        await late.load_markets()
        late.options["timeDifference"] = 31_000
        with pytest.raises(ccxt.InvalidNonce, match="50102"):
            await late.fetch_balance()


async def test_a_reading_key_reads_and_cannot_trade() -> None:
    async with running_venue() as venue:
        reader = venue.client(READER_KEY)
        assert (await reader.fetch_balance())["USDT"]["total"] == 10000
        with pytest.raises(ccxt.ExchangeError, match="50120"):
            await reader.create_order(PAIR, "market", "buy", 1)
        assert not venue.exchange.accounts["demo"].orders


async def test_live_and_demo_money_are_apart() -> None:
    async with running_venue() as venue:
        live = venue.client(LIVE_KEY)
        await live.create_order(PAIR, "market", "buy", 1)
        assert not await venue.client(DEMO_KEY).fetch_positions()
        assert len(await live.fetch_positions()) == 1


async def test_leverage_is_set_and_read_per_margin_mode() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.set_leverage(5, PAIR)
        await client.set_margin_mode("isolated", PAIR, {"leverage": 7, "posSide": "net"})
        assert (await client.fetch_leverage(PAIR))["longLeverage"] == 5
        isolated = await client.fetch_leverage(PAIR, {"marginMode": "isolated"})
        assert (isolated["marginMode"], isolated["shortLeverage"]) == ("isolated", 7)
        with pytest.raises(ccxt.ExchangeError, match="59102"):
            await client.set_leverage(125, PAIR)


async def test_position_mode_changes_while_flat_only() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.set_position_mode(hedged=True)
        assert (await client.fetch_position_mode())["hedged"] is True
        await client.create_order(PAIR, "market", "buy", 1, None, {"hedged": True})
        with pytest.raises(ccxt.ExchangeError, match="59000"):
            await client.set_position_mode(hedged=False)
        [position] = await client.fetch_positions([PAIR])
        assert (position["side"], position["hedged"], position["contracts"]) == ("long", True, 1.0)


async def test_a_position_reports_margin_profit_and_an_estimate_of_liquidation() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.set_leverage(10, PAIR)
        await client.create_order(PAIR, "market", "sell", 2)
        venue.move("49000")
        position = await client.fetch_position(PAIR)
        balance = await client.fetch_balance()
    assert (position["side"], position["contracts"], position["leverage"]) == ("short", 2.0, 10.0)
    assert position["entryPrice"] == 49999.9
    assert position["unrealizedPnl"] == pytest.approx(19.998)
    assert position["initialMargin"] == pytest.approx(98.0)
    assert position["markPrice"] == 49000.0
    assert position["liquidationPrice"] > 500_000
    assert position["info"]["realizedPnl"] == "-0.499999"
    assert float(position["info"]["mgnRatio"]) > 1000
    assert balance["USDT"]["total"] == pytest.approx(10000 - 0.499999 + 19.998)
    assert balance["USDT"]["free"] == pytest.approx(10000 - 0.499999 + 19.998 - 98)


async def test_an_isolated_position_stands_on_its_own_margin() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.set_leverage(10, PAIR, {"marginMode": "isolated"})
        await client.create_order(PAIR, "market", "buy", 2, None, {"marginMode": "isolated"})
        [position] = await client.fetch_positions([PAIR])
    assert position["marginMode"] == "isolated"
    assert position["initialMargin"] == pytest.approx(100.0002)
    assert 45_000 < position["liquidationPrice"] < 45_400


async def test_no_position_is_an_empty_list() -> None:
    async with running_venue() as venue:
        assert await venue.client().fetch_positions() == []


async def test_funding_stands_in_the_bills_with_its_sign() -> None:
    async with running_venue() as venue:
        client = venue.client()
        await client.create_order(PAIR, "market", "buy", 2)
        boundary = START_MS + FUNDING_PERIOD_MS
        venue.market.rates[boundary] = Decimal("0.0001")
        venue.clock.at_ms = boundary + 1
        [paid] = await client.fetch_funding_history(PAIR)
        ledger = await client.fetch_ledger("USDT")
        wallet = venue.exchange.accounts["demo"].wallet
    assert (paid["amount"], paid["timestamp"]) == (-0.1, boundary)
    assert [entry["type"] for entry in ledger] == ["trade", "fee"]
    assert sum(entry["amount"] for entry in ledger) == pytest.approx(float(wallet) - 10000)


async def test_fee_rates_are_those_that_fills_are_charged() -> None:
    async with running_venue() as venue:
        fee = await venue.client().fetch_trading_fee(PAIR)
    assert (fee["maker"], fee["taker"]) == (0.0002, 0.0005)
