"""What a model asked to see stands in the record with its bytes."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.cycle.desk import a_desk
from tests.fakes.chat_server import decides, says
from tests.instruments import BTC
from tradewind.cycle.trade import TradeCycle
from tradewind.decision.config import ModelConfig
from tradewind.decision.decide import Decider
from tradewind.decision.market_lookup import READ_MARKET, MarketLookup
from tradewind.decision.model_client import ModelClient
from tradewind.decision.prompt import load_texts
from tradewind.domain.decision import Trigger, hash_of


async def test_the_record_keeps_what_the_model_asked_to_see(tmp_path: Path) -> None:
    function = {"name": READ_MARKET, "arguments": json.dumps({"symbol": BTC, "what": "funding"})}
    asking = says(None, tool_calls=[{"id": "1", "type": "function", "function": function}])
    async with a_desk(tmp_path, asking, decides()) as desk:
        config = ModelConfig(
            base_url=desk.chat.url, max_retries=0, tool_rounds=1, timeout=timedelta(seconds=20)
        )
        client = ModelClient(config, desk.clock, lookup=MarketLookup(desk.cache, desk.clock, lambda: (BTC,)))
        ports = replace(desk.cycle._ports, decider=Decider(client, load_texts()))
        await TradeCycle(ports, desk.cycle._mandate).run(Trigger.SCHEDULE)
        record = await desk.record()
        await client.aclose()

    kept = record.bundle[-1]
    assert kept.key == f"looked up 1: market:{BTC}:funding"
    assert json.loads(kept.content or b"")["symbol"] == BTC
    assert record.bundle_sha256 == hash_of(record.bundle)
    assert json.loads(record.calls[0].tool_payload_json or "")[0]["key"] == f"market:{BTC}:funding"
