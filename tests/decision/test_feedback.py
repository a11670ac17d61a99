"""Results are counted, and a statistic of few trades is not told."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from tests.clocks import START
from tests.instruments import BTC
from tests.ledger.records import DESK, ITEM
from tradewind.decision.calibration import calibration
from tradewind.decision.feedback import FeedbackConfig, findings, judged_of
from tradewind.domain.account import ClosedPosition
from tradewind.domain.decision import Action
from tradewind.domain.hygiene import clean
from tradewind.domain.ids import ClientOrderId, DecisionId
from tradewind.domain.instrument import BaseQty
from tradewind.domain.order import OrderPurpose
from tradewind.domain.outcome import DecidedOutcome, RiskCourse, RiskEntry, RiskPromise, RiskVerdict
from tradewind.domain.position import PositionSide


def an_outcome(
    number: int,
    *,
    pnl: str = "-10",
    fees: str = "1",
    confidence: float | None = 0.7,
    stop_price: str = "99.5",
    closed_by: OrderPurpose = OrderPurpose.STOP,
    verdict: RiskVerdict = RiskVerdict.WITHIN,
) -> DecidedOutcome:
    closed = ClosedPosition(
        symbol=BTC,
        side=PositionSide.LONG,
        quantity=BaseQty(Decimal(1)),
        entry_price=Decimal(100),
        exit_price=Decimal(90),
        realized_pnl=Decimal(pnl),
        fees=Decimal(fees),
        opened_at=START,
        closed_at=START,
        decision_id=DecisionId(f"d{number:03}"),
        close_purpose=closed_by,
    )
    promise = RiskPromise(
        client_order_id=ClientOrderId(f"tw{number}"),
        decision_id=DecisionId(f"d{number:03}"),
        portfolio_id=DESK,
        symbol=BTC,
        action=Action.BUY,
        model="m",
        recorded_at=START,
        confidence=confidence,
        narrative=None,
        notional=Decimal(100),
        entry_price=Decimal(100),
        stop_price=Decimal(stop_price),
        forecast_loss=Decimal(1),
        forecast_source=None,
        atr_share=0.01,
    )
    return DecidedOutcome(
        closed=closed,
        recorded_at=START,
        model="m",
        proposal=replace(ITEM.proposal, confidence=confidence),
        risk=RiskEntry(seq=number, promise=promise, course=RiskCourse(verdict=verdict)),
    )


def told(outcomes: Iterable[DecidedOutcome], rule: str, min_trades: int = 4) -> str | None:
    found = findings(tuple(outcomes), FeedbackConfig(min_trades=min_trades))
    return next((each.text for each in found if each.rule == rule), None)


def test_close_stops_that_were_hit_are_counted() -> None:
    hit = [an_outcome(number) for number in range(3)]
    held = an_outcome(3, closed_by=OrderPurpose.TAKE_PROFIT, pnl="20")
    far = an_outcome(4, stop_price="98")

    assert told([*hit, held, far], "close_stops") == (
        "Stops closer than 1 ATR (1 hour) were hit in 3 of 4 trades."
    )


def test_a_stop_at_the_very_distance_is_not_closer() -> None:
    assert told([an_outcome(number, stop_price="99") for number in range(8)], "close_stops") is None


def test_past_mistakes_of_risk_are_told() -> None:
    verdicts = [RiskVerdict.EXCEEDED, RiskVerdict.EXCEEDED, RiskVerdict.WITHIN, RiskVerdict.WITHIN]
    outcomes = [an_outcome(number, verdict=verdict) for number, verdict in enumerate(verdicts)]
    outcomes.append(an_outcome(9, verdict=RiskVerdict.UNKNOWN))

    assert told(outcomes, "forecast_exceeded") == (
        "Losses went beyond the loss that was forecast in 2 of 4 trades."
    )


def test_high_confidence_is_held_against_its_results() -> None:
    sure = [an_outcome(number, confidence=0.8, pnl="5" if number else "-5") for number in range(4)]

    assert told([*sure, an_outcome(9, confidence=0.79)], "high_confidence") == (
        "Trades of confidence 0.8 or more won 3 of 4 after fees."
    )


def test_profits_that_fees_took_are_counted() -> None:
    outcomes = [an_outcome(number, pnl="1", fees="1" if number % 2 else "0.1") for number in range(4)]

    assert told(outcomes, "fees") == (
        "Fees took all of the profit in 2 of 4 trades that were right before fees."
    )


def test_each_side_of_an_instrument_is_counted() -> None:
    outcomes = [an_outcome(number, pnl="5" if number == 0 else "-5") for number in range(4)]

    assert told(outcomes, f"won:long:{BTC}") == f"Longs of {BTC} won 1 of 4 after fees."


def test_few_trades_teach_nothing() -> None:
    assert findings([an_outcome(number) for number in range(7)], FeedbackConfig()) == ()
    assert findings([an_outcome(number) for number in range(8)], FeedbackConfig()) != ()


def test_what_nobody_decided_teaches_nothing() -> None:
    outcomes = [an_outcome(number) for number in range(8)]
    foreign = [replace(each, closed=replace(each.closed, decision_id=None)) for each in outcomes]

    assert findings(foreign, FeedbackConfig()) == ()


def test_the_same_results_in_any_order_teach_the_same() -> None:
    outcomes = [an_outcome(number, pnl=str(number - 9)) for number in range(20)]

    assert findings(outcomes, FeedbackConfig()) == findings(
        Random(4).sample(outcomes, len(outcomes)), FeedbackConfig()
    )


def test_every_lesson_names_its_trades_and_can_be_quoted() -> None:
    for found in findings(
        [an_outcome(number, pnl="1", confidence=0.9) for number in range(8)], FeedbackConfig()
    ):
        assert len(found.decisions) == found.sample == 8
        cleaned = clean(found.text)
        assert (cleaned.text, cleaned.is_scorable) == (found.text, True)


def test_confidence_is_judged_after_fees() -> None:
    judged = judged_of(
        [
            an_outcome(1, pnl="0.5", fees="1", confidence=0.9),
            an_outcome(2, pnl="5", confidence=0.6),
            an_outcome(3, confidence=None),
        ]
    )

    assert [(each.confidence, each.is_won) for each in judged] == [(0.9, False), (0.6, True)]
    assert calibration(judged).count == 2


@pytest.mark.parametrize(
    "wrong",
    [{"min_trades": 0}, {"min_trades": 501}, {"alert_over_share": Decimal(-1)}, {"high_confidence": 1.1}],
)
def test_a_setting_that_cannot_be_is_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        FeedbackConfig(**wrong)  # type: ignore[arg-type]
