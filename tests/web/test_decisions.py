"""The log of decisions is paged, complete and exact."""

import hashlib
from dataclasses import replace
from datetime import timedelta

from tests.web.records import INPUT, a_decision, an_item
from tests.web.stage import DESK_ID, OPENING_CASH, Stage
from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Instant
from tradewind.domain.decision import Outcome, Trigger
from tradewind.domain.ids import PortfolioId

PATH = "/internal/autotrade/v1/decisions"


async def test_pages_follow_each_other_newest_first(stage: Stage) -> None:
    start = stage.desk.clock.now()
    for number in range(5):
        at = Instant.of(start + timedelta(seconds=number))
        await stage.ledger.decisions.add(a_decision(f"d{number}", at))

    first = (await stage.http.get(PATH, params={"limit": "3"})).json()
    second = (await stage.http.get(PATH, params={"limit": "3", "cursor": first["next_cursor"]})).json()

    assert [item["id"] for item in first["items"]] == ["d4", "d3", "d2"]
    assert [item["id"] for item in second["items"]] == ["d1", "d0"]
    assert second["next_cursor"] is None


async def test_a_decision_shows_prompts_calls_and_inputs(stage: Stage) -> None:
    await stage.ledger.decisions.add(a_decision("d1", stage.desk.clock.now()))

    body = (await stage.http.get(f"{PATH}/d1")).json()

    assert body["user_prompt"] == "The market."
    assert len(body["calls"]) == 2
    assert body["inputs"] == [
        {"key": "market:BTC-USDT-SWAP:ticker", "age_ms": 120, "freshness": "fresh", "sha256": _hash()}
    ]
    assert body["unreadable"] == [{"excerpt": "{", "reason": "not JSON"}]


async def test_the_bundle_holds_each_input_as_it_was_read(stage: Stage) -> None:
    await stage.ledger.decisions.add(a_decision("d1", stage.desk.clock.now()))

    body = (await stage.http.get(f"{PATH}/d1/bundle")).json()

    assert body["sha256"] == "b" * 64
    assert body["inputs"][0]["value"] == {"last_price": 60000.0}
    assert body["inputs"][0]["sha256"] == _hash()


async def test_a_filter_is_asked_of_one_proposal_and_of_the_decision(stage: Stage) -> None:
    now = stage.desk.clock.now()
    refused = an_item(is_approved=False)
    await stage.ledger.decisions.add(a_decision("d1", now))
    await stage.ledger.decisions.add(a_decision("d2", now, items=(refused,), trigger=Trigger.MANUAL))
    await stage.ledger.decisions.add(a_decision("d3", now, items=(), outcome=Outcome.BLOCKED))

    for query, ids in (
        ("symbol=BTC-USDT-SWAP", ["d2", "d1"]),
        ("symbol=BTC-USDT-SWAP&action=buy&verdict=approved", ["d1"]),
        ("outcome=blocked", ["d3"]),
        ("trigger=manual&model=rule-policy", ["d2"]),
        ("mode=simulator&verdict=refused", ["d2"]),
        ("mode=paper", []),
        ("since=2020-01-01T00:00:00Z", ["d3", "d2", "d1"]),
        ("until=2020-01-01T00:00:00Z", []),
    ):
        body = (await stage.http.get(f"{PATH}?{query}")).json()
        assert (query, [item["id"] for item in body["items"]]) == (query, ids)


async def test_a_filter_that_is_none_is_refused(stage: Stage) -> None:
    for query in ("action=pray", "outcome=", "verdict=clipped", "since=yesterday", "mode=real", "side=buy"):
        answer = await stage.http.get(f"{PATH}?{query}")
        assert (query, answer.status_code) == (query, 422)


async def test_a_decision_names_its_neighbors_and_its_mode(stage: Stage) -> None:
    for number in range(3):
        await stage.ledger.decisions.add(a_decision(f"d{number}", stage.desk.clock.now()))

    body = (await stage.http.get(f"{PATH}/d1")).json()

    assert (body["earlier_id"], body["later_id"], body["mode"]) == ("d0", "d2", "simulator")


async def test_what_was_decided_in_a_mode_that_was_left_can_be_read(stage: Stage) -> None:
    own = await stage.ledger.portfolios.get(DESK_ID)
    assert own is not None
    now = stage.desk.clock.now()
    for name, portfolio in (
        ("paper", replace(own, portfolio_id=PortfolioId("desk-1-paper"), mode=RuntimeMode.PAPER)),
        ("foreign", replace(own, portfolio_id=PortfolioId("desk-2"), name="Another market")),
    ):
        await stage.ledger.portfolios.open(portfolio, OPENING_CASH, now)
        await stage.ledger.decisions.add(a_decision(name, now, portfolio_id=portfolio.portfolio_id))

    listed = (await stage.http.get(PATH, params={"mode": "paper"})).json()["items"]

    assert [item["id"] for item in listed] == ["paper"]
    assert (await stage.http.get(f"{PATH}/paper")).json()["mode"] == "paper"
    assert (await stage.http.get(f"{PATH}/foreign")).status_code == 404


async def test_an_unknown_decision_is_not_found(stage: Stage) -> None:
    answer = await stage.http.get(f"{PATH}/d404")

    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/not-found"


async def test_limits_and_cursors_that_are_none_are_refused(stage: Stage) -> None:
    """S54."""
    for query in ("limit=0", "limit=501", "limit=1e9", "cursor=drop", "limit=5&limit=6", "sort=password"):
        answer = await stage.http.get(f"{PATH}?{query}")
        assert (query, answer.status_code) == (query, 422)
        assert answer.json()["type"] == "/problems/invalid-request"


def _hash() -> str:
    return hashlib.sha256(INPUT).hexdigest()
