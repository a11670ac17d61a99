"""Whatever goes wrong, the answer is a problem document without a trace, under the security headers."""

from collections.abc import AsyncIterator
from typing import cast

import httpx2
import pytest

from tests.web.stage import Stage
from tradewind.telemetry.health import RoleState

PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/api/nothing", 404, "not-found"),
        ("GET", "/internal/autotrade/v1/nothing", 404, "not-found"),
        ("POST", "/api/market/v1/prices", 405, "method-not-allowed"),
        ("GET", "/api/autotrade/v1/evaluate", 405, "method-not-allowed"),
        ("GET", "/api/market/v1/prices?symbol=BTC", 422, "invalid-request"),
        ("GET", "/healthz?x=1", 422, "invalid-request"),
        ("GET", "/internal/autotrade/v1/decisions/..%2f..%2fetc", 404, "not-found"),
        ("GET", "/docs", 200, None),
        ("GET", "/openapi.json", 404, "not-found"),
    ],
)
async def test_framework_errors_are_problem_documents(
    stage: Stage, method: str, path: str, status: int, kind: str | None
) -> None:
    answer = await stage.http.request(method, path)

    assert answer.status_code == status
    if kind is not None:
        assert answer.headers["content-type"] == PROBLEM
        assert answer.json()["type"] == f"/problems/{kind}"
        assert answer.json()["status"] == status


async def test_every_answer_carries_the_security_headers(stage: Stage) -> None:
    """S30."""
    for path in ("/", "/api/health", "/api/nothing", "/api/status?x=1"):
        headers = (await stage.http.get(path)).headers
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "script-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers


@pytest.mark.parametrize("host", ["rebound.example", "127.0.0.1.evil.example", "", "user@127.0.0.1"])
async def test_a_foreign_host_name_is_refused(stage: Stage, host: str) -> None:
    answer = await stage.http.get("/api/status", headers={"Host": host})

    assert answer.status_code == 421
    assert answer.json()["type"] == "/problems/forbidden-host"


async def test_a_body_that_is_too_long_is_refused(stage: Stage) -> None:
    answer = await stage.http.post(
        "/api/autotrade/v1/evaluate",
        content=b'"' + b"x" * 100_000 + b'"',
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 413
    assert answer.json()["type"] == "/problems/too-large"
    assert "content-security-policy" in answer.headers


async def test_a_body_of_unknown_length_is_refused(stage: Stage) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"{}"

    answer = await stage.http.post(
        "/api/autotrade/v1/evaluate", content=chunks(), headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 411
    assert answer.headers["content-type"] == PROBLEM


async def test_without_redis_the_answer_is_503_and_the_process_lives(stage: Stage) -> None:
    await stage.redis.client_pause(12000, all=True)

    prices = await stage.http.get("/api/market/v1/prices")
    account = await stage.http.get("/internal/autotrade/v1/portfolio")
    alive = await stage.http.get("/healthz")

    assert prices.status_code == 503
    assert prices.json()["type"] == "/problems/unavailable"
    assert "Traceback" not in prices.text
    assert (account.status_code, account.json()["account"]["cash"]) == (200, "100000")
    assert alive.status_code == 200


async def test_a_defect_is_a_500_without_a_trace(stage: Stage) -> None:
    """S79."""
    stage.desk.health.report("trader", cast("RoleState", "no such state"))

    answer = await stage.http.get("/api/status")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["type"] == "/problems/internal"
    assert "no such state" not in answer.text
    assert "content-security-policy" in answer.headers


async def test_forwarding_headers_do_not_dodge_the_limit(stage: Stage) -> None:
    """S38."""
    answers: list[httpx2.Response] = [
        await stage.http.post("/api/autotrade/v1/evaluate", headers={"X-Forwarded-For": f"10.0.0.{number}"})
        for number in range(7)
    ]

    assert answers[-1].status_code == 429
