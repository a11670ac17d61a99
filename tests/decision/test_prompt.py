"""What the model is told."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.clocks import FakeClock
from tests.decision.accounts import a_position, an_account
from tests.decision.markets import a_ticker, ago
from tests.instruments import BTC, ETH
from tradewind.bus import keys
from tradewind.bus.cache import Batch, Cache
from tradewind.decision.bundle import gather
from tradewind.decision.config import InputLimits
from tradewind.decision.prompt import Prompt, load_texts, with_complaint, write_prompt
from tradewind.domain.account import AccountSnapshot
from tradewind.risk.limits import RiskLimits


async def a_prompt(cache: Cache, clock: FakeClock, account: AccountSnapshot) -> Prompt:
    bundle = await gather(cache, (BTC, ETH), clock, InputLimits())
    return write_prompt(load_texts(), bundle, account, RiskLimits())


def document(prompt: Prompt) -> Any:
    fenced = re.findall(r"```json\n(.*?)\n```", prompt.user, re.DOTALL)
    assert len(fenced) == 1
    return json.loads(fenced[0])


async def test_the_same_inputs_give_the_same_bytes(market: Cache, clock: FakeClock) -> None:
    account = an_account(positions=(a_position(),))

    assert await a_prompt(market, clock, account) == await a_prompt(market, clock, account)


async def test_money_is_written_exactly_and_unknown_is_null(market: Cache, clock: FakeClock) -> None:
    account = an_account(equity=None, positions=(a_position(),))

    told = document(await a_prompt(market, clock, account))["account"]

    assert told["equity"] is None
    assert told["cash"] == "100000.00"
    assert told["positions"] == [
        {
            "symbol": BTC,
            "side": "long",
            "quantity": "0.1",
            "entry_price": "19666.6666666667",
            "mark_price": "60000",
            "notional": "6000.00",
            "unrealized_pnl": "100.00",
            "stop_price": "58000.1",
            "take_profit_price": None,
        }
    ]


async def test_a_market_shows_confirmed_closes_and_rounded_indicators(
    market: Cache, clock: FakeClock
) -> None:
    told = document(await a_prompt(market, clock, an_account()))

    btc = told["markets"][0]
    assert told["limits"] == {"min_confidence": 0.6, "max_notional_share": 0.5, "max_leverage": 10}
    assert told["as_of"] == "2026-11-21T12:00:00.000Z"
    assert len(btc["closes_15m"]) == 20
    assert btc["closes_15m"][-1] == 60_001.0
    assert btc["short_term"]["rsi_14"] == 55.123457
    assert btc["long_term"] == {"sma_50": 59_500.0, "sma_100": None, "trend": "uptrend"}
    assert btc["funding_rate"] == 0.0001


async def test_an_instrument_left_out_is_named_and_not_described(market: Cache, clock: FakeClock) -> None:
    batch = Batch(keys.Source.MARKET_DATA)
    batch.put(keys.TICKER.at(ETH), a_ticker(clock.now(), ETH, timestamp=ago(clock.now(), 100)))
    await market.write(batch)

    prompt = await a_prompt(market, clock, an_account())

    assert [market["symbol"] for market in document(prompt)["markets"]] == [BTC]
    assert f"too old or missing: {ETH}." in prompt.user


async def test_limits_of_the_desk_reach_the_model(market: Cache, clock: FakeClock) -> None:
    bundle = await gather(market, (BTC,), clock, InputLimits())
    limits = replace(RiskLimits(), max_leverage=Decimal("2.5"))

    prompt = write_prompt(load_texts(), bundle, an_account(), limits)

    assert document(prompt)["limits"]["max_leverage"] == 2.5


def test_a_complaint_keeps_the_question() -> None:
    asked = with_complaint(Prompt(system="s", user="u", document={}), "it was prose")

    assert asked.system == "s"
    assert asked.user.startswith("u\n")
    assert "could not be used: it was prose" in asked.user
