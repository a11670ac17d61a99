"""What a venue's client tells of an account and what the lab itself recorded are the same."""

from contextlib import aclosing
from decimal import Decimal
from pathlib import Path

import httpx2

from tests.brokers.orders import an_order
from tests.risk.situations import BTC
from tradewind.app.brokers import LAB_KEYS
from tradewind.app.clock import SystemClock
from tradewind.app.drill_lab import LabRecord
from tradewind.app.drill_records import BrokerRecord
from tradewind.app.lab_process import LabOptions, running_lab
from tradewind.brokers.okx import DemoKey, OkxConfig, demo_client
from tradewind.domain.account import RuntimeMode
from tradewind.domain.instrument import BaseQty


async def test_client_and_lab_tell_the_same_of_an_account(tmp_path: Path) -> None:
    clock, key = SystemClock(), LAB_KEYS[RuntimeMode.PAPER]
    began = clock.now()
    async with (
        running_lab(LabOptions(state=tmp_path / "lab")) as process,
        httpx2.AsyncClient(timeout=30) as http,
    ):
        demo = DemoKey(key=key.key, secret=key.secret, passphrase=key.passphrase)
        config = OkxConfig(rest_url=process.lab.okx, is_streaming=False)
        async with aclosing(demo_client(demo, config, clock)) as client:
            rules = await client.instrument(BTC)
            assert rules is not None
            price = (await client.market_price(BTC)).last
            stop = rules.instrument.on_tick(price * Decimal("0.95"))
            quantity = BaseQty(rules.instrument.min_quantity * 7)
            await client.place(an_order(quantity=quantity, stop_price=stop, take_profit_price=None))

            lab = await (await LabRecord.of(process.lab, http)).read()
            told = await BrokerRecord(broker=client, since=began).read()

    assert lab.positions == {BTC: quantity}
    assert lab.stops == {BTC: frozenset({stop})}
    assert (told.fills, told.cash) == (lab.fills, lab.cash)
    assert (told.positions, told.stops) == (lab.positions, lab.stops)
    assert told.order_ids == lab.order_ids == {"entry"}
    assert lab.orders is not None
    assert (lab.orders.sent, lab.orders.duplicates, lab.orders.unprotected) == (1, 0, ())
