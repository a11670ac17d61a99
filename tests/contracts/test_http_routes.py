"""Every route is in docs/http.md, and each has an answer's schema, a rate limit, and a word on login."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute, APIWebSocketRoute, iter_route_contexts
from starlette.routing import BaseRoute

from tradewind.web.app import build_api
from tradewind.web.config import WebConfig
from tradewind.web.policy import READ, RoutePolicy
from tradewind.web.problems import ProblemType

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(
    r"^\| `(?P<method>GET|POST|PUT|PATCH|DELETE|WS)` \| `(?P<path>[^`]+)` \| (?P<rate>[^|]+) \| (?P<auth>[^|]+) \|"
)


def test_the_document_lists_exactly_the_routes_with_their_limits() -> None:
    text = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    documented = {
        tuple(map(str.strip, row.groups())) for line in text.splitlines() if (row := ROW.match(line))
    }

    assert documented == set(_described(build_api(WebConfig())))


def test_the_document_lists_exactly_the_problem_types() -> None:
    text = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `(/problems/[a-z-]+)` \|", text, re.MULTILINE)) == set(ProblemType)


def test_no_route_lacks_schema_limit_or_login() -> None:
    assert list(_lacking(build_api(WebConfig()))) == []


def test_a_bare_route_is_noticed() -> None:
    app = FastAPI()
    router = APIRouter()
    router.add_api_route("/bare", lambda: None, response_model=None)
    router.add_api_route("/half", lambda: None, response_model=None, dependencies=[Depends(READ)])
    app.include_router(router)

    found = [complaint for complaint in _lacking(app) if complaint.startswith(("/bare", "/half"))]

    assert found == [
        "/bare: no policy",
        "/bare: no schema",
        "/half: no x-auth in OpenAPI",
        "/half: no schema",
    ]


@pytest.mark.parametrize("name", ["ui/openapi.json"])
def test_the_published_document_is_current(name: str) -> None:
    published = json.loads((ROOT / name).read_text(encoding="utf-8"))

    assert published == json.loads(json.dumps(build_api(WebConfig()).openapi()))


def _routes(app: FastAPI) -> Iterator[BaseRoute]:
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, (APIRoute, APIWebSocketRoute)):
            yield context.original_route


def _policy(route: BaseRoute) -> RoutePolicy | None:
    assert isinstance(route, (APIRoute, APIWebSocketRoute))
    calls = [dependency.call for dependency in route.dependant.dependencies]
    return next((call for call in calls if isinstance(call, RoutePolicy)), None)


def _described(app: FastAPI) -> Iterator[tuple[str, ...]]:
    for route in _routes(app):
        policy = _policy(route)
        assert policy is not None
        if isinstance(route, APIRoute):
            for method in route.methods or ():
                yield method, route.path, str(policy.rate), policy.auth
        elif isinstance(route, APIWebSocketRoute):
            yield "WS", route.path, str(policy.rate), policy.auth


def _lacking(app: FastAPI) -> Iterator[str]:
    for route in _routes(app):
        assert isinstance(route, (APIRoute, APIWebSocketRoute))
        policy = _policy(route)
        if policy is None:
            yield f"{route.path}: no policy"
        if isinstance(route, APIWebSocketRoute):
            continue
        if policy is not None and (route.openapi_extra or {}).get("x-auth") != policy.auth:
            yield f"{route.path}: no x-auth in OpenAPI"
        if route.response_model is None and not _has_declared_content(route):
            yield f"{route.path}: no schema"


def _has_declared_content(route: APIRoute) -> bool:
    content = route.responses.get(200, {}).get("content", {})
    return bool(content) and all("schema" in media for media in content.values())
