"""The outermost layer: hosts, origins, media types, time limit, security headers, metrics."""

import asyncio

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tradewind.domain.clock import Clock
from tradewind.telemetry.metrics import Metrics
from tradewind.web.config import WebConfig
from tradewind.web.origin import refuse_foreign_host, refuse_foreign_origin
from tradewind.web.problems import ProblemType, Refusal

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; "
        "form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class Guard:
    """Wraps the whole application, its error pages included."""

    def __init__(self, app: ASGIApp, config: WebConfig, clock: Clock, metrics: Metrics) -> None:
        self._app = app
        self._config = config
        self._clock = clock
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; sockets pass, their route holds them to the same hosts and origins."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send)
        started_at = self._clock.monotonic()
        try:
            self._refuse(scope)
            async with asyncio.timeout(self._config.answer_within.total_seconds()):
                await self._app(scope, receive, answer.send)
        except Refusal as refusal:
            await refusal.response()(scope, receive, answer.send)
        except TimeoutError:
            if answer.status is not None:
                raise
            await _too_slow(self._config)(scope, receive, answer.send)
        finally:
            self._count(scope, answer.status, self._clock.monotonic() - started_at)

    def _refuse(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        refuse_foreign_host(headers, self._config)
        if scope["method"] not in SAFE_METHODS:
            refuse_foreign_origin(headers, self._config)
            _refuse_body(headers, self._config)

    def _count(self, scope: Scope, status: int | None, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        self._metrics.http_requests.labels(route, str(status)).inc()
        self._metrics.http_seconds.labels(route).observe(seconds)


class _Answer:
    """Adds the security headers and remembers the status."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status: int | None = None

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-store")
        await self._send(message)


def _refuse_body(headers: Headers, config: WebConfig) -> None:
    if "transfer-encoding" in headers:
        raise Refusal(ProblemType.LENGTH_REQUIRED, 411, "Send the body whole, with its Content-Length.")
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length) > config.max_body_bytes:
        raise Refusal(ProblemType.TOO_LARGE, 413, f"At most {config.max_body_bytes} bytes are read.")
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if int(length) and media_type != "application/json":
        raise Refusal(
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            415,
            f"Send application/json or nothing, not {media_type[:60]!r}.",
        )


def _too_slow(config: WebConfig) -> ASGIApp:
    return Refusal(
        ProblemType.UNAVAILABLE,
        503,
        f"No answer within {config.answer_within.total_seconds():g} s. Try again in a few seconds.",
        headers={"Retry-After": "2"},
    ).response()
