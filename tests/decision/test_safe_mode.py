"""After failed decisions in a row nothing opens until one succeeds, or the operator says so."""

import pytest

from tradewind.decision.safe_mode import SafeMode
from tradewind.domain.decision import Outcome


def after(*outcomes: Outcome) -> SafeMode:
    safe_mode = SafeMode(lambda: 3)
    for outcome in outcomes:
        safe_mode.note(outcome)
    return safe_mode


FAILED, DECIDED = Outcome.ABSTAINED, Outcome.DECIDED


def test_f83_failures_in_a_row_bring_it_on() -> None:
    assert after(FAILED, FAILED).opening_block is None
    assert "3 decisions in a row failed" in str(after(FAILED, FAILED, FAILED).opening_block)


def test_f83_a_success_ends_it_and_counts_anew() -> None:
    assert after(FAILED, FAILED, FAILED, DECIDED).opening_block is None
    assert after(FAILED, FAILED, DECIDED, FAILED).opening_block is None


def test_a_decision_without_a_question_counts_neither_way() -> None:
    safe_mode = after(FAILED, FAILED, Outcome.BLOCKED, FAILED, Outcome.BLOCKED)

    assert safe_mode.opening_block is not None


@pytest.mark.parametrize("failures", [3, 5])
def test_the_operator_ends_it(failures: int) -> None:
    safe_mode = after(*[FAILED] * failures)
    safe_mode.release("ann")

    assert (safe_mode.opening_block, safe_mode.failures) == (None, 0)
