from dataclasses import replace

import pytest

from tradewind_lab.exchange.orders import Rejected
from tradewind_lab.okx.auth import (
    BUILT_IN_KEYS,
    DEMO_KEY,
    LIVE_KEY,
    READER_KEY,
    ApiKey,
    KeyRing,
    SignedRequest,
    require_trade,
    sign,
)

NOW_MS = 1_795_262_400_000
STAMP = "2026-11-21T12:00:00.000Z"


def a_signed_request(
    key: ApiKey = DEMO_KEY, *, stamp: str = STAMP, body: str = '{"a":1}', demo: bool = True
) -> SignedRequest:
    target = "/api/v5/trade/order?x=1"
    headers = {
        "ok-access-key": key.key,
        "ok-access-passphrase": key.passphrase,
        "ok-access-timestamp": stamp,
        "ok-access-sign": sign(key.secret, stamp + "POST" + target + body),
    }
    if demo:
        headers["x-simulated-trading"] = "1"
    return SignedRequest(method="POST", target=target, body=body, headers=headers)


def refusal_of(request: SignedRequest, now_ms: int = NOW_MS) -> str:
    with pytest.raises(Rejected) as refused:
        KeyRing(BUILT_IN_KEYS).signer(request, now_ms)
    return refused.value.code


@pytest.mark.parametrize(("key", "demo"), [(DEMO_KEY, True), (READER_KEY, True), (LIVE_KEY, False)])
def test_each_key_is_admitted_in_its_own_environment_alone(key: ApiKey, *, demo: bool) -> None:
    assert KeyRing(BUILT_IN_KEYS).signer(a_signed_request(key, demo=demo), NOW_MS) is key
    assert refusal_of(a_signed_request(key, demo=not demo)) == "50101"


@pytest.mark.parametrize("seconds", [-30, 30])
def test_a_stamp_of_half_a_minute_is_still_good(seconds: int) -> None:
    KeyRing(BUILT_IN_KEYS).signer(a_signed_request(), NOW_MS + seconds * 1000)
    assert refusal_of(a_signed_request(), NOW_MS + seconds * 1001) == "50102"


@pytest.mark.parametrize("stamp", ["yesterday", "2026-11-21T12:00:00.000", "1795262400"])
def test_a_stamp_that_is_no_time_is_refused(stamp: str) -> None:
    assert refusal_of(a_signed_request(stamp=stamp)) == "50112"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("ok-access-key", "50103"),
        ("ok-access-passphrase", "50104"),
        ("ok-access-sign", "50106"),
        ("ok-access-timestamp", "50107"),
    ],
)
def test_a_missing_header_has_its_own_code(header: str, code: str) -> None:
    signed = a_signed_request()
    assert refusal_of(replace(signed, headers={**signed.headers, header: ""})) == code


def test_an_unknown_key_a_wrong_passphrase_and_a_wrong_signature_are_told_apart() -> None:
    assert refusal_of(a_signed_request(replace(DEMO_KEY, key="other"))) == "50111"
    assert refusal_of(a_signed_request(replace(DEMO_KEY, passphrase="other"))) == "50105"
    assert refusal_of(a_signed_request(replace(DEMO_KEY, secret="other"))) == "50113"


@pytest.mark.parametrize("change", [{"body": "{}"}, {"target": "/api/v5/trade/order"}, {"method": "GET"}])
def test_the_signature_covers_method_target_and_body(change: dict[str, str]) -> None:
    signed = a_signed_request()
    altered = SignedRequest(
        method=change.get("method", signed.method),
        target=change.get("target", signed.target),
        body=change.get("body", signed.body),
        headers=signed.headers,
    )
    assert refusal_of(altered) == "50113"


def test_a_reading_key_may_not_trade() -> None:
    require_trade(DEMO_KEY)
    with pytest.raises(Rejected, match="50120"):
        require_trade(READER_KEY)
