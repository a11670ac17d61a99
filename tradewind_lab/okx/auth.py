"""Who signed a private request, judged as OKX does: https://www.okx.com/docs-v5/en/#overview-rest-authentication.

Built-in keys, one account each for demo and live; `lab-reader-key` reads the demo account and cannot trade:

| key             | secret             | passphrase | account | header x-simulated-trading | permissions      |
|-----------------|--------------------|------------|---------|----------------------------|------------------|
| lab-demo-key    | lab-demo-secret    | lab-demo   | demo    | must be 1                  | read_only, trade |
| lab-live-key    | lab-live-secret    | lab-live   | live    | must be absent or 0        | read_only, trade |
| lab-reader-key  | lab-reader-secret  | lab-reader | demo    | must be 1                  | read_only        |

Two more, for whoever looks at permissions before trading: `lab-payout-key` of the live account may also withdraw, and
`lab-bound-key` of the live account is linked to the address 127.0.0.1, as `account/config` tells. This venue itself
pays nothing out and asks nobody for an address.
"""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tradewind_lab.exchange.orders import Rejected
from tradewind_lab.faults import Faults
from tradewind_lab.okx.fields import Fields

CLOCK_SKEW_MS: Final = 30_000
TRADE: Final = "trade"
_WRONG_ENVIRONMENT: Final = ("50101", "APIKey does not match current environment.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """One key of one account; `permissions` are OKX's words, `addresses` the linked ones (empty: any)."""

    key: str
    secret: str
    passphrase: str
    account: str
    is_demo: bool
    permissions: tuple[str, ...]
    label: str
    addresses: tuple[str, ...]


def _key(name: str, account: str, *permissions: str, addresses: tuple[str, ...] = ()) -> ApiKey:
    return ApiKey(
        key=f"lab-{name}-key",
        secret=f"lab-{name}-secret",
        passphrase=f"lab-{name}",
        account=account,
        is_demo=account == "demo",
        permissions=permissions,
        label=f"lab {name}",
        addresses=addresses,
    )


DEMO_KEY: Final = _key("demo", "demo", "read_only", TRADE)
LIVE_KEY: Final = _key("live", "live", "read_only", TRADE)
READER_KEY: Final = _key("reader", "demo", "read_only")
PAYOUT_KEY: Final = _key("payout", "live", "read_only", "withdraw", TRADE)
BOUND_KEY: Final = _key("bound", "live", "read_only", TRADE, addresses=("127.0.0.1",))
BUILT_IN_KEYS: Final = (DEMO_KEY, LIVE_KEY, READER_KEY, PAYOUT_KEY, BOUND_KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRequest:
    """What a signature covers; header names are lower case, `target` is the path with its query."""

    method: str
    target: str
    body: str
    headers: Mapping[str, str]


class KeyRing:
    """The keys that this venue has given out; faults revoke them and put the venue's clock wrong."""

    def __init__(self, keys: Iterable[ApiKey], faults: Faults | None = None) -> None:
        self._keys = {key.key: key for key in keys}
        self._faults = faults or Faults()

    def signer(self, request: SignedRequest, now_ms: int) -> ApiKey:
        """Return the key that signed the request; raise `Rejected` with OKX's code otherwise."""
        given = _header(request, "ok-access-key", "50103")
        passphrase = _header(request, "ok-access-passphrase", "50104")
        signature = _header(request, "ok-access-sign", "50106")
        stamp = _header(request, "ok-access-timestamp", "50107")
        _check_age(stamp, now_ms + self._faults.skew_ms())
        revoked = self._faults.revokes(given)
        key = self._keys.get(given)
        if key is None or revoked:
            raise Rejected(revoked or "50111", "Invalid OK-ACCESS-KEY")
        if key.is_demo is not (request.headers.get("x-simulated-trading") == "1"):
            raise Rejected(*_WRONG_ENVIRONMENT)
        if not hmac.compare_digest(passphrase.encode(), key.passphrase.encode()):
            raise Rejected("50105", 'Request header "OK-ACCESS-PASSPHRASE" incorrect.')
        message = stamp + request.method + request.target + request.body
        if not hmac.compare_digest(signature.encode(), sign(key.secret, message).encode()):
            raise Rejected("50113", "Invalid Sign")
        return key

    def member(self, asked: Fields, now_ms: int, *, is_demo: bool) -> ApiKey:
        """Return the key that a WebSocket login was signed with; raise `Rejected` with OKX's code otherwise.

        https://www.okx.com/docs-v5/en/#overview-websocket-login
        """
        stamp = asked.text("timestamp") or ""
        try:
            age_ms = now_ms + self._faults.skew_ms() - round(float(stamp) * 1000)
        except (ValueError, OverflowError):
            raise Rejected("60004", "Invalid timestamp") from None
        if abs(age_ms) > CLOCK_SKEW_MS:
            raise Rejected("60006", "Timestamp request expired")
        given = asked.text("apiKey") or ""
        key = self._keys.get(given)
        if key is None or self._faults.revokes(given):
            raise Rejected("60005", "Invalid apiKey")
        if key.is_demo is not is_demo:
            raise Rejected(*_WRONG_ENVIRONMENT)
        if not hmac.compare_digest((asked.text("passphrase") or "").encode(), key.passphrase.encode()):
            raise Rejected("60024", "Wrong passphrase")
        expected = sign(key.secret, f"{stamp}GET/users/self/verify")
        if not hmac.compare_digest((asked.text("sign") or "").encode(), expected.encode()):
            raise Rejected("60007", "Invalid sign")
        return key


def sign(secret: str, message: str) -> str:
    """Return OKX's signature of a message: base64 of its HMAC-SHA256."""
    digest = hmac.new(secret.encode(), message.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def require_trade(key: ApiKey) -> None:
    """Raise `Rejected` where the key may only read."""
    if TRADE not in key.permissions:
        raise Rejected("50120", "This API key doesn't have permission to use this function.")


def _header(request: SignedRequest, name: str, code: str) -> str:
    value = request.headers.get(name, "")
    if not value:
        raise Rejected(code, f'Request header "{name.upper()}" can not be empty.')
    return value


def _check_age(stamp: str, now_ms: int) -> None:
    try:
        stamped = datetime.fromisoformat(stamp)
    except ValueError:
        raise Rejected("50112", "Invalid OK-ACCESS-TIMESTAMP") from None
    if stamped.tzinfo is None:
        raise Rejected("50112", "Invalid OK-ACCESS-TIMESTAMP")
    age_ms = now_ms - round(stamped.astimezone(UTC).timestamp() * 1000)
    if abs(age_ms) > CLOCK_SKEW_MS:
        raise Rejected("50102", "Timestamp request expired.")
