"""ccxt's client as a carrier: it signs, sends and names what went wrong on the way; the answer stays the venue's own.

ccxt's unified calls are not used: they prefer a stop's id over the order's, lose per-order refusals, and turn exact
numbers into floats.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import ccxt.async_support as ccxt

from tradewind.brokers.okx.config import ApiKey, Environment, OkxConfig
from tradewind.brokers.okx.fields import Row
from tradewind.domain.clock import Clock, Instant
from tradewind.domain.refusals import requested_pause

DEFAULT_PAUSE = timedelta(seconds=2)
"""OKX counts requests in windows of 2 s."""
LAST_RESORT = 1.1
"""Of the patience: the client's own timeouts come first, they know whether anything was sent."""

BEFORE_SENDING: Final = frozenset(
    {"ClientConnectorError", "ConnectionTimeoutError", "ClientSSLError", "gaierror"}
)
"""What the HTTP library under ccxt raises when no connection came about; by name, because it is ccxt's choice."""

Body = Mapping[str, object] | Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the venue said, before anybody judged it."""

    status: int
    code: str
    message: str
    rows: tuple[Row, ...]
    pause: timedelta
    """What the venue asks us to wait before the next request, where it asks for less of them."""


class Silence(Exception):
    """No answer; `is_sent` False only where nothing can have left this machine."""

    def __init__(self, reason: str, *, is_sent: bool) -> None:
        super().__init__(reason)
        self.is_sent = is_sent


class Transport:
    """One key's way to one environment; `aclose` at the end."""

    def __init__(self, environment: Environment, key: ApiKey, config: OkxConfig, clock: Clock) -> None:
        self._config = config
        self._client = _Okx(environment, key, config, clock)
        self.offset = timedelta(0)
        """How far the venue's clock is ahead of ours; every signature is stamped with its time."""

    def shift(self, offset: timedelta) -> None:
        """Sign with the venue's time from now on."""
        self.offset = offset
        self._client.options["timeDifference"] = -round(offset.total_seconds() * 1000)

    async def send(
        self, method: str, path: str, body: Body, *, is_private: bool = True, until: Instant | None = None
    ) -> Answer:
        """Send one request, once; Silence where no answer came. The venue drops what reaches it after `until`."""
        access = ["private" if is_private else "public"]
        if until is not None:
            access.append(str(Instant.of(until + self.offset).epoch_ms))
        is_act = method == "POST"
        seconds = (
            self._config.act_timeout.total_seconds() * LAST_RESORT
            if is_act
            else self._config.request_timeout.total_seconds()
        )
        try:
            async with asyncio.timeout(seconds):
                answer = await self._client.request(path, access, method, body)
        except _Declined as e:
            return e.answer
        except TimeoutError as e:
            raise Silence(f"{path}: no answer within {seconds:g} s", is_sent=True) from e
        except ccxt.BaseError as e:
            raise Silence(f"{path}: {_cause(e)}", is_sent=not _is_before_sending(e)) from e
        return _answer(200, {}, answer)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()


class _Declined(Exception):
    """An answer with another status than 200."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.message)
        self.answer = answer


class _Okx(ccxt.okx):  # type: ignore[misc] # ccxt is untyped
    """ccxt's client with the desk's clock, that judges nothing."""

    def __init__(self, environment: Environment, key: ApiKey, config: OkxConfig, clock: Clock) -> None:
        # Before ccxt's own constructor, which reads the time.
        self._desk_clock = clock
        super().__init__(
            {
                "apiKey": key.key,
                "secret": key.secret,
                "password": key.passphrase,
                "enableRateLimit": False,  # one request at a time; the venue's limits are per endpoint
                "timeout": round(config.act_timeout.total_seconds() * 1000),
            }
        )
        self.set_sandbox_mode(environment is Environment.DEMO)
        if config.rest_url is not None:
            self.urls["api"]["rest"] = config.rest_url
            if config.rest_url.startswith("http://"):
                self.timeout_on_exit = 0  # a pause that TLS alone needs to say goodbye

    def milliseconds(self) -> int:
        """Return the desk's time, which ccxt stamps its signatures with."""
        return self._desk_clock.now().epoch_ms

    def sign(
        self, path: str, api: Sequence[str] = ("public",), method: str = "GET", params: Body | None = None
    ) -> dict[str, Any]:
        """Sign as ccxt does; a second word of `api` is the expTime to send along, which ccxt has no place for.

        https://www.okx.com/docs-v5/en/#overview-transaction-timeouts
        """
        request: dict[str, Any] = super().sign(path, list(api), method, {} if params is None else params)
        if len(api) > 1:
            request["headers"] = {**request["headers"], "expTime": api[1]}
        return request

    def handle_errors(self, status: int, reason: str, *rest: object) -> None:
        """Hand on every answer as it is; ccxt calls this with each, and else names errors by a table of its own."""
        _url, _method, headers, body, parsed, *_ = rest
        if status != 200 or not isinstance(parsed, dict):
            told = parsed if isinstance(parsed, dict) else {"msg": f"{reason} {str(body)[:200]}"}
            raise _Declined(_answer(status, headers if isinstance(headers, dict) else {}, told))


def _answer(status: int, headers: Mapping[str, str], told: Mapping[str, Any]) -> Answer:
    rows = told.get("data")
    return Answer(
        status=status,
        code=str(told.get("code") or ""),
        message=str(told.get("msg") or ""),
        rows=tuple(row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else (),
        pause=requested_pause(headers, DEFAULT_PAUSE),
    )


def _is_before_sending(e: BaseException) -> bool:
    """Tell whether no connection came about: not resolved, refused, not trusted, or not in time."""
    if e.__cause__ is None:
        return False
    return not BEFORE_SENDING.isdisjoint(kind.__name__ for kind in type(e.__cause__).__mro__)


def _cause(e: BaseException) -> str:
    cause = e.__cause__ or e
    return f"{type(cause).__name__}: {cause}"[:300]
