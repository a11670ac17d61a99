"""What every route must say of itself: who may call it and how often."""

from dataclasses import dataclass

from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import JsonValue
from starlette.requests import HTTPConnection

from tradewind.web.problems import ProblemType, Refusal
from tradewind.web.rate_limit import Rate, RateLimiter

LOOPBACK_ONLY = "none: bound to loopback, guarded by Host and Origin"
PROBE = "none: probes of a supervisor carry no login, the answer holds no account"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutePolicy:
    """A dependency that holds a route to its rate and to its declared parameters."""

    auth: str
    rate: Rate

    @property
    def openapi(self) -> dict[str, JsonValue]:
        """What OpenAPI says of it."""
        return {"x-auth": self.auth, "x-rate-limit": str(self.rate)}

    async def __call__(self, connection: HTTPConnection) -> None:
        """Raise Refusal when the address asks too often, RequestValidationError on an unknown parameter."""
        if connection.scope["type"] == "websocket":
            return  # the hub refuses before the handshake, where a problem document can still be sent
        hold_to_rate(connection, self.rate)
        refuse_unknown_parameters(connection)


READ = RoutePolicy(auth=LOOPBACK_ONLY, rate=Rate(name="read", per_second=20, burst=60))
HEAVY_READ = RoutePolicy(auth=LOOPBACK_ONLY, rate=Rate(name="heavy", per_second=5, burst=20))
TRIGGER = RoutePolicy(auth=LOOPBACK_ONLY, rate=Rate(name="trigger", per_second=0.5, burst=5))
ORDER = RoutePolicy(auth=LOOPBACK_ONLY, rate=Rate(name="order", per_second=2, burst=20))
EDIT = RoutePolicy(auth=LOOPBACK_ONLY, rate=Rate(name="edit", per_second=2, burst=20))
HALT = RoutePolicy(auth=LOOPBACK_ONLY, rate=Rate(name="halt", per_second=2, burst=20))
HEALTH = RoutePolicy(auth=PROBE, rate=Rate(name="health", per_second=20, burst=60))
SOCKET = RoutePolicy(auth=LOOPBACK_ONLY, rate=Rate(name="socket", per_second=200, burst=1000))
ASSETS = Rate(name="assets", per_second=50, burst=300)


def client_address(connection: HTTPConnection) -> str:
    """Return who is connected; forwarding headers are not believed."""
    return connection.client.host if connection.client else "local"


def hold_to_rate(connection: HTTPConnection, rate: Rate) -> None:
    """Count one request; raise Refusal (429) when the address is over its rate."""
    limiter: RateLimiter = connection.app.state.limiter
    wait_seconds = limiter.take(rate, client_address(connection))
    if wait_seconds is not None:
        raise Refusal(
            ProblemType.RATE_LIMITED,
            429,
            f"More than {rate} from one address. Wait {wait_seconds} s.",
            headers={"Retry-After": str(wait_seconds)},
        )


def refuse_unknown_parameters(connection: HTTPConnection) -> None:
    """Raise RequestValidationError when the query names a parameter twice or one the route does not have."""
    route = connection.scope.get("route")
    known = _parameters(route.dependant) if isinstance(route, APIRoute) else set()
    given = [name for name, _ in connection.query_params.multi_items()]
    errors = [
        {"type": "extra_forbidden", "loc": ("query", name), "msg": "There is no such parameter"}
        for name in given
        if name not in known
    ] + [
        {"type": "repeated", "loc": ("query", name), "msg": "May be given once"}
        for name in sorted(set(given) & known)
        if given.count(name) > 1
    ]
    if errors:
        raise RequestValidationError(errors)


def _parameters(dependant: Dependant) -> set[str]:
    """Return what may stand in the query, for the route or for what it depends on."""
    own = {field.alias for field in dependant.query_params}
    return own.union(*map(_parameters, dependant.dependencies))
