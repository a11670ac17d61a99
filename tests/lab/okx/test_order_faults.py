"""Each fault of the order path, at the running venue: what the client sees, and what the venue's record says."""

import asyncio
from collections.abc import AsyncIterator
from itertools import count
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from tests.lab.okx.signing import BTC, Customer, an_order, by_hand, the_venue, truth
from tests.lab_faults import arm, disarm
from tests.lab_process import RunningLab, running_lab
from tradewind_lab.okx.auth import BOUND_KEY, DEMO_KEY, PAYOUT_KEY, READER_KEY, ApiKey

ORDER = "/api/v5/trade/order"
NUMBERS = count(1)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def own_lab() -> AsyncIterator[RunningLab]:
    async with running_lab("--seed", "7", "--stream-connections", "100") as running:
        yield running


@pytest.fixture
async def lab(own_lab: RunningLab) -> AsyncIterator[RunningLab]:
    yield own_lab
    await disarm(own_lab)


@pytest.fixture
def customer(lab: RunningLab) -> Customer:
    return Customer(lab=lab)


@pytest.fixture
def name() -> str:
    return f"fault{next(NUMBERS)}"


async def posts(lab: RunningLab, client_id: str) -> list[Any]:
    return [one["fault"] for one in (await truth(lab))["received"] if one["client_id"] == client_id]


async def test_f01_an_accepted_order_whose_answer_stalls_is_booked(lab: RunningLab, name: str) -> None:
    await arm(lab, "stall", ORDER, count=1)
    with pytest.raises(httpx2.TimeoutException):
        await Customer(lab=lab, patience_s=3).order(name)

    assert [row["state"] for row in await Customer(lab=lab).found(name)] == ["filled"]
    assert await posts(lab, name) == ["stall"]


async def test_f01_an_accepted_order_whose_answer_is_lost_is_booked(
    lab: RunningLab, customer: Customer, name: str
) -> None:
    await arm(lab, "lose", ORDER, method="POST", count=1)
    with pytest.raises(httpx2.TransportError):
        await customer.order(name)

    assert len(await customer.found(name)) == 1
    assert await posts(lab, name) == ["lose"]


async def test_f02_a_dropped_order_is_counted_and_not_booked(
    lab: RunningLab, customer: Customer, name: str
) -> None:
    await arm(lab, "drop", ORDER, method="POST", count=1)
    with pytest.raises(httpx2.TransportError):
        await customer.order(name)

    assert await customer.found(name) == []
    assert await posts(lab, name) == ["drop"]


async def test_f05_a_timeout_of_the_venue_hides_a_booked_order(
    lab: RunningLab, customer: Customer, name: str
) -> None:
    await arm(lab, "timeout", ORDER, method="POST", count=1)

    assert (await customer.order(name))["code"] == "50004"
    assert len(await customer.found(name)) == 1


async def test_f06_an_order_timed_out_by_its_own_code_may_be_booked(
    lab: RunningLab, customer: Customer, name: str
) -> None:
    await arm(lab, "doubt", ORDER, count=1)
    [row] = (await customer.order(name))["data"]

    assert (row["sCode"], row["ordId"]) == ("51149", "")
    assert len(await customer.found(name)) == 1


async def test_f07_a_second_order_of_the_same_id_is_a_duplicate(customer: Customer, name: str) -> None:
    await customer.order(name)
    [row] = (await customer.order(name))["data"]

    assert row["sCode"] == "51016"
    assert name in (await truth(customer.lab))["reposted"]


async def test_f12_a_cancel_is_acknowledged_though_the_order_has_filled(
    lab: RunningLab, customer: Customer, name: str
) -> None:
    last = (await truth(lab, "/api/v5/market/ticker?instId=" + BTC))["data"][0]["last"]
    await customer.order(name, ordType="limit", px=f"{float(last) * 0.8:.1f}")
    await arm(lab, "overtake", "/api/v5/trade/cancel-order", count=1)
    answer = await customer.post("/api/v5/trade/cancel-order", {"instId": BTC, "clOrdId": name})

    assert answer.json()["data"][0]["sCode"] == "0"
    assert [row["state"] for row in await customer.found(name)] == ["filled"]


async def test_f15_a_person_trades_in_the_venues_own_app(lab: RunningLab, customer: Customer) -> None:
    doge = {"instId": "DOGE-USDT-SWAP", "tdMode": "cross"}
    answer = await by_hand(lab, "order", side="sell", ordType="market", sz="2", **doge)
    [order_id] = [row["ordId"] for row in answer["data"]]
    fills = (await customer.get(f"/api/v5/trade/fills?ordId={order_id}")).json()["data"]
    await by_hand(lab, "close-position", instId=doge["instId"], mgnMode="cross")

    assert {(fill["clOrdId"], fill["side"]) for fill in fills} == {("", "sell")}
    held = (await truth(lab))["accounts"]["demo"]["positions"]
    assert doge["instId"] not in {one["instId"] for one in held}


async def test_f15_what_a_person_does_wrong_is_refused_in_okx_words(lab: RunningLab) -> None:
    assert (await by_hand(lab, "order", account="nobody"))["code"] == "51000"
    assert (await by_hand(lab, "cancel-order", instId=BTC, ordId="1"))["code"] == "51400"


async def test_f17_positions_are_empty_once_or_fail(lab: RunningLab, customer: Customer) -> None:
    await customer.order()
    path = "/api/v5/account/positions"
    await arm(lab, "body", path, body='{"code":"0","msg":"","data":[]}', count=1)
    await arm(lab, "error", path, status=503, code="50001", count=1)

    assert (await customer.get(path)).json()["data"] == []
    assert (await customer.get(path)).status_code == 503
    assert (await customer.get(path)).json()["data"] != []


async def test_f18_an_entry_fills_and_its_stop_fails(lab: RunningLab, customer: Customer, name: str) -> None:
    before = len((await truth(lab))["accounts"]["demo"]["unprotected"])
    await arm(lab, "unguard", "/api/v5/trade/order", symbol=name, count=1)
    stop = [{"slTriggerPx": "1000", "slOrdPx": "-1", "attachAlgoClOrdId": f"{name}stop"}]
    eth = "ETH-USDT-SWAP"
    await customer.order(name, instId=eth, sz="1", attachAlgoOrds=stop)
    algo = (await customer.get(f"/api/v5/trade/order-algo?algoClOrdId={name}stop")).json()["data"][0]
    gaps = (await truth(lab))["accounts"]["demo"]["unprotected"]
    await customer.post("/api/v5/trade/close-position", {"instId": eth, "mgnMode": "cross"})

    assert algo["state"] == "order_failed"
    assert len(gaps) == before + 1
    assert gaps[-1]["instId"] == eth


async def test_f20_one_leg_of_a_batch_is_refused(lab: RunningLab, customer: Customer, name: str) -> None:
    await arm(lab, "reject", "/api/v5/trade/batch-orders", symbol=f"{name}b", code="51008")
    legs = [an_order(f"{name}{leg}", sz="0.01") for leg in "abc"]
    answer = (await customer.post("/api/v5/trade/batch-orders", legs)).json()

    assert answer["code"] == "2"
    assert [row["sCode"] for row in answer["data"]] == ["0", "51008", "0"]
    assert await customer.found(f"{name}b") == []


async def test_f22_an_accepted_order_is_struck_by_the_venue(
    lab: RunningLab, customer: Customer, name: str
) -> None:
    await arm(lab, "strike", ORDER, symbol=name)
    answer = await customer.order(name)
    [row] = await customer.found(name)

    assert answer["data"][0]["sCode"] == "0"
    assert (row["state"], row["cancelSource"], row["accFillSz"]) == ("canceled", "0", "0")


async def test_f36_a_suspended_swap_takes_no_orders(lab: RunningLab, customer: Customer) -> None:
    await arm(lab, "suspend", "/", symbol=BTC)

    assert (await customer.order())["data"][0]["sCode"] == "51022"


@pytest.mark.parametrize(("status", "code"), [(429, "50011"), (200, "50061")])
async def test_f38_too_many_requests_say_when_to_come_again(
    lab: RunningLab, customer: Customer, status: int, code: str
) -> None:
    await arm(lab, "error", ORDER, status=status, code=code, headers={"Retry-After": "2"}, count=1)
    answer = await customer.post(ORDER, an_order())

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Retry-After"] == "2"


async def test_f40_the_venues_clock_goes_wrong(lab: RunningLab, customer: Customer) -> None:
    straight = (await truth(lab, "/api/v5/public/time"))["data"][0]["ts"]
    await arm(lab, "skew", "/", delay_ms=35_000)
    skewed = (await truth(lab, "/api/v5/public/time"))["data"][0]["ts"]

    assert 35_000 <= int(skewed) - int(straight) < 45_000
    answer = await customer.get("/api/v5/account/balance")
    assert (answer.status_code, answer.json()["code"]) == (401, "50102")


@pytest.mark.parametrize("code", ["50111", "50119", "50110"])
async def test_f43_a_key_is_revoked(lab: RunningLab, customer: Customer, code: str) -> None:
    await arm(lab, "revoke", "/", symbol=DEMO_KEY.key, code=code)
    answer = await customer.get("/api/v5/account/balance")

    assert (answer.status_code, answer.json()["code"]) == (401, code)


@pytest.mark.parametrize(
    ("key", "permissions", "address"),
    [
        (READER_KEY, "read_only", ""),
        (PAYOUT_KEY, "read_only,withdraw,trade", ""),
        (BOUND_KEY, "read_only,trade", "127.0.0.1"),
    ],
)
async def test_a_key_tells_what_it_may_do(
    lab: RunningLab, key: ApiKey, permissions: str, address: str
) -> None:
    [config] = (await Customer(lab=lab, key=key).get("/api/v5/account/config")).json()["data"]

    assert (config["perm"], config["ip"]) == (permissions, address)


async def test_f79_orders_end_when_the_dead_mans_timer_runs_out(
    lab: RunningLab, customer: Customer, name: str
) -> None:
    last = (await truth(lab, "/api/v5/market/ticker?instId=" + BTC))["data"][0]["last"]
    await customer.order(name, ordType="limit", px=f"{float(last) * 0.8:.1f}")
    answer = await customer.post("/api/v5/trade/cancel-all-after", {"timeOut": "10"})
    due_ms = int(answer.json()["data"][0]["triggerTime"])

    async with asyncio.timeout(30):
        while (row := (await customer.found(name))[0])["state"] != "canceled":  # noqa: ASYNC110 - the state belongs to another process
            await asyncio.sleep(0.2)
    assert row["cancelSource"] == "20"
    assert int(row["uTime"]) >= due_ms


async def test_f16_the_venue_takes_a_position_over_at_once(
    lab: RunningLab, customer: Customer, name: str
) -> None:
    xrp = "XRP-USDT-SWAP"
    await customer.order(name, instId=xrp, sz="1", side="sell")
    told = (await the_venue(lab, "liquidation", instId=xrp))["data"]
    bills = (await customer.get(f"/api/v5/account/bills?instId={xrp}&type=5")).json()["data"]
    fills = (await customer.get(f"/api/v5/trade/fills?instId={xrp}")).json()["data"]
    [forced] = [
        row
        for row in (await customer.get(f"/api/v5/trade/orders-history?instType=SWAP&instId={xrp}")).json()[
            "data"
        ]
        if row["category"] == "full_liquidation"
    ]

    assert [bill["subType"] for bill in bills] == ["111", "105"]
    assert sorted(bill["billId"] for bill in told) == sorted(bill["billId"] for bill in bills)
    assert (fills[0]["ordId"], fills[0]["clOrdId"]) == (forced["ordId"], "")


async def test_f16_the_venue_settles_funding_at_once(lab: RunningLab, customer: Customer) -> None:
    sol = "SOL-USDT-SWAP"
    await customer.order(instId=sol, sz="2")
    [bill] = (await the_venue(lab, "funding", instId=sol, rate="0.001"))["data"]
    await by_hand(lab, "close-position", instId=sol, mgnMode="cross")

    assert (bill["type"], bill["subType"]) == ("8", "173")
    assert float(bill["balChg"]) == pytest.approx(-float(bill["px"]) * 2 * 0.001)


async def test_money_comes_in_and_goes_out(lab: RunningLab, customer: Customer) -> None:
    for amount in ("250.5", "-250.5"):
        [bill] = (await the_venue(lab, "transfer", amount=amount))["data"]
        assert (bill["type"], bill["balChg"], bill["instId"]) == ("1", amount, "")
    told = (await customer.get("/api/v5/account/bills?type=1")).json()["data"]

    assert [row["subType"] for row in told] == ["12", "11"]
    assert (await the_venue(lab, "transfer", amount="NaN"))["code"] == "51000"


async def test_f23_a_maker_is_paid(lab: RunningLab, customer: Customer, name: str) -> None:
    last = (await truth(lab, "/api/v5/market/ticker?instId=" + BTC))["data"][0]["last"]
    await arm(lab, "rebate", "/")
    await arm(lab, "overtake", "/api/v5/trade/cancel-order", count=1)
    price = f"{float(last) * 0.8:.1f}"
    await customer.order(name, ordType="post_only", px=price, sz="1")
    await customer.post("/api/v5/trade/cancel-order", {"instId": BTC, "clOrdId": name})
    [order] = await customer.found(name)

    assert float(order["fee"]) == pytest.approx(float(price) * 0.01 * 0.00005)
    told = (await customer.get("/api/v5/account/trade-fee?instType=SWAP")).json()["data"]
    assert told[0]["makerU"] == "0.00005"
