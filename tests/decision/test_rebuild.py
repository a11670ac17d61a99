"""What a record keeps of a bundle is enough to have it again."""

import asyncio
from dataclasses import replace

from tests.clocks import FakeClock
from tests.decision.contexts import a_context
from tests.decision.markets import a_ticker, ago
from tests.instruments import BTC, ETH
from tradewind.bus import keys
from tradewind.bus.cache import Batch, Cache
from tradewind.decision.bundle import gather, rebuild
from tradewind.decision.config import InputLimits
from tradewind.domain.clock import Instant
from tradewind.domain.decision import hash_of


async def test_a_bundle_is_had_again_from_its_inputs_alone(market: Cache, clock: FakeClock) -> None:
    bundle = await gather(market, (BTC, ETH), clock, InputLimits())

    assert rebuild(bundle.inputs, bundle.as_of, InputLimits()) == bundle


async def test_an_instrument_left_out_is_left_out_again(market: Cache, clock: FakeClock) -> None:
    batch = Batch(keys.Source.MARKET_DATA)
    batch.put(keys.TICKER.at(ETH), a_ticker(clock.now(), ETH, timestamp=ago(clock.now(), 100)))
    await market.write(batch)
    bundle = await gather(market, (BTC, ETH), clock, InputLimits())

    again = rebuild(bundle.inputs, bundle.as_of, InputLimits())

    assert again.left_out == bundle.left_out
    assert again == bundle


async def test_what_the_desk_knew_of_itself_is_kept_among_the_inputs(market: Cache, clock: FakeClock) -> None:
    plain = await gather(market, (BTC,), clock, InputLimits())
    bundle = plain.knowing(a_context(clock.now()))

    again = rebuild(bundle.inputs, bundle.as_of, InputLimits())

    assert again.context == a_context(clock.now())
    assert again == bundle
    assert bundle.sha256 != plain.sha256


async def test_one_changed_byte_changes_the_hash_of_the_bundle(market: Cache, clock: FakeClock) -> None:
    bundle = await gather(market, (BTC,), clock, InputLimits())
    first = bundle.inputs[0]
    assert first.content is not None
    spoiled = replace(first, content=first.content.replace(b"60000", b"60001"))

    again = rebuild((spoiled, *bundle.inputs[1:]), bundle.as_of, InputLimits())

    assert again.sha256 != bundle.sha256


async def test_an_input_of_no_market_is_kept_as_it_is(market: Cache, clock: FakeClock) -> None:
    bundle = await gather(market, (BTC,), clock, InputLimits())
    request = replace(bundle.inputs[0], key="request", age_ms=0, stamped=bundle.as_of)
    inputs = (request, *bundle.inputs)

    again = rebuild(inputs, bundle.as_of, InputLimits())

    assert again.inputs == inputs
    assert again.sha256 == hash_of(inputs)


async def test_inputs_that_were_all_missing_are_missing_again(cache: Cache, clock: FakeClock) -> None:
    async with asyncio.timeout(30):
        bundle = await gather(cache, (BTC,), clock, InputLimits())

    assert rebuild(bundle.inputs, Instant.of(clock.now()), InputLimits()) == bundle
