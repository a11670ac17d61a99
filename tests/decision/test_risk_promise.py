"""What an opening may lose is what the model named, or what its stop allows; prose is not guessed at."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.decision.contexts import a_risk
from tests.instruments import BTC, ETH
from tests.ledger.records import ITEM, a_decision
from tradewind.decision.context import DeskContext, context_inputs
from tradewind.decision.risk_promise import promises_of, stated_loss, stop_loss
from tradewind.domain.decision import Action, DecisionRecord, ReviewedProposal, RiskNarrative
from tradewind.domain.outcome import ForecastSource, RiskPromise

PRICES = {BTC: Decimal(60_000)}


def an_item(max_pain: str | None = None, **changes: object) -> ReviewedProposal:
    said = RiskNarrative(proposed_trade=None, thesis="breakout", max_pain=max_pain, plan="cut")
    proposal = replace(
        ITEM.proposal, symbol=BTC, notional=Decimal(6000), stop_price=Decimal(59_400), risk=said
    )
    return replace(ITEM, proposal=replace(proposal, **changes))  # type: ignore[arg-type]


def promised(item: ReviewedProposal) -> RiskPromise:
    [promise] = promises_of(replace(a_decision(), items=(item,)), PRICES)
    return promise


def test_the_stop_and_the_size_forecast_a_loss_where_none_is_stated() -> None:
    promise = promised(an_item("a slow grind below the range"))

    assert (promise.forecast_loss, promise.forecast_source) == (Decimal(60), ForecastSource.STOP)
    assert (promise.entry_price, promise.narrative and promise.narrative.thesis) == (
        Decimal(60_000),
        "breakout",
    )


def test_a_loss_that_the_model_names_is_its_forecast() -> None:
    promise = promised(an_item("A wick through the stop, loss of about 85 USDT."))

    assert (promise.forecast_loss, promise.forecast_source) == (Decimal(85), ForecastSource.STATED)


@pytest.mark.parametrize("missing", ["notional", "stop_price"])
def test_nothing_is_forecast_without_a_size_or_a_stop(missing: str) -> None:
    promise = promised(an_item(**{missing: None}))

    assert (promise.forecast_loss, promise.forecast_source) == (None, None)


def test_nothing_is_forecast_without_a_price() -> None:
    [promise] = promises_of(replace(a_decision(), items=(an_item(),)), {})

    assert (promise.entry_price, promise.forecast_loss) == (None, None)


@pytest.mark.parametrize(
    ("worst_case", "loss"),
    [
        ("loss of 120 USDT", "120"),
        ("Max loss: $1,250.50", "1250.50"),
        ("we lose about $40 if it gaps", "40"),
        ("drawdown up to 300 usd", "300"),
        ("losses of 12 USDT, then losses of 12 USDT again", "12"),
    ],
)
def test_a_named_loss_is_read(worst_case: str, loss: str) -> None:
    assert stated_loss(worst_case) == Decimal(loss)


@pytest.mark.parametrize(
    "worst_case",
    [
        None,
        "",
        "BTC falls to 58,000 USDT",
        "a loss if BTC trades below 58,000 USDT",
        "loss of 2 %",
        "loss of 120",
        "loss of 120 USDT, or a loss of 300 USDT",
        "loss of 0 USDT",
        "lose 5 BTC",
        "loss of 1,2,3 USDT",
    ],
)
def test_a_price_a_share_and_several_amounts_are_no_forecast(worst_case: str | None) -> None:
    assert stated_loss(worst_case) is None


def test_a_hostile_worst_case_is_read_in_no_time() -> None:
    assert stated_loss("loss " + "of the " * 20_000) is None
    assert stated_loss("loss of " + "1,000" * 20_000) is None


def test_only_approved_openings_promise() -> None:
    refused = replace(an_item(), is_approved=False, reason="no")
    closing = an_item(action=Action.CLOSE)
    unsent = replace(an_item(), client_order_id=None)

    assert promises_of(replace(a_decision(), items=(refused, closing, unsent)), PRICES) == ()


def test_a_short_loses_upwards() -> None:
    proposal = replace(an_item().proposal, action=Action.SELL, stop_price=Decimal(61_200))

    assert stop_loss(proposal, Decimal(60_000)) == Decimal(120)


def test_the_range_of_the_market_is_the_one_that_the_decision_saw() -> None:
    record = a_decision()
    seen: DecisionRecord = replace(
        record,
        bundle=context_inputs(DeskContext(risk=a_risk(record.created_at)), record.created_at),
        items=(an_item(), replace(an_item(symbol=ETH), client_order_id=ITEM.client_order_id)),
    )

    assert [each.atr_share for each in promises_of(seen, PRICES)] == [0.004, None]
