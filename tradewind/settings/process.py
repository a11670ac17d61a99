"""What one start of the desk is told: files, environment and command line together."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import msgspec

from tradewind.settings.files import AppFile, LoggingFile, TradingFile

VERSION_DIGITS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Launch:
    """What the command line may say; None leaves it to the files."""

    home: Path
    host: str | None = None
    port: int | None = None
    market: str | None = None
    tape: Path | None = None
    tape_start: str | None = None
    seed: int | None = None
    roles: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VenueKey:
    """A key of OKX in its three parts."""

    key: str = field(repr=False)
    secret: str = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that was set, checked."""

    launch: Launch
    app: AppFile
    trading: TradingFile
    logging: LoggingFile
    redis_url: str | None  # None: the embedded server
    database_url: str
    history_url: str | None  # None: HOME/history
    model_api_key: str | None = field(repr=False)  # None: the lab's rule policy answers
    fallback_api_keys: tuple[str | None, ...] = field(
        default=(), repr=False
    )  # by place; None: no key is sent
    alpaca_api_key: str | None = field(repr=False)
    alpaca_secret_key: str | None = field(repr=False)
    demo_key: VenueKey | None  # of OKX demo trading
    live_key: VenueKey | None  # of the OKX account that holds money

    @property
    def host(self) -> str:
        """The address to listen on."""
        return self.launch.host or self.app.server.host

    @property
    def port(self) -> int:
        """The port to listen on; 0 chooses a free one."""
        return self.app.server.port if self.launch.port is None else self.launch.port

    @property
    def is_lab_market(self) -> bool:
        """True when prices come from the offline venue."""
        return (self.launch.market or self.app.market.source) == "lab"

    @property
    def secrets(self) -> list[str]:
        """What no log may show."""
        held = [self.model_api_key, *self.fallback_api_keys, self.alpaca_api_key, self.alpaca_secret_key]
        for venue_key in (self.demo_key, self.live_key):
            if venue_key is not None:
                held += [venue_key.key, venue_key.secret, venue_key.passphrase]
        held += [password_in(url) for url in (self.redis_url, self.database_url) if url]
        return [secret for secret in held if secret]

    @property
    def version(self) -> str:
        """What tells these values from others: the beginning of a SHA-256 over all of them that is not secret."""
        values = (self.launch.market, self.app, self.trading, self.logging)
        return hashlib.sha256(msgspec.json.encode(values)).hexdigest()[:VERSION_DIGITS]

    @property
    def is_rule_policy(self) -> bool:
        """True when no key for a model was given."""
        return self.model_api_key is None


def password_in(url: str) -> str | None:
    """Return the password of an address as it is meant, None where it has none."""
    user = _user_of(url)
    return unquote(user.partition(":")[2]) or None if user else None


def without_password(url: str) -> str:
    """Return an address as it may be shown: with its user, without a password, in its query too."""
    user = _user_of(url)
    shown = url if user is None else url.replace(f"{user}@", user.partition(":")[0] + "@", 1)
    place, mark, query = shown.partition("?")
    kept = [part for part in query.split("&") if "password" not in part.lower()]
    return f"{place}{mark if any(kept) else ''}{'&'.join(kept)}".replace("://@", "://")


def _user_of(url: str) -> str | None:
    """Return user and password, None where an address has neither; a password may hold any sign but a question mark."""
    rest = url.partition("://")[2].partition("?")[0]
    user, at, _ = rest.rpartition("@")
    return user if at and not rest.startswith("/") else None
