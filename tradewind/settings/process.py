"""What one start of the desk is told: files, environment and command line together."""

from dataclasses import dataclass, field
from pathlib import Path

from tradewind.settings.files import AppFile, LoggingFile, TradingFile


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
        held = [self.model_api_key, self.alpaca_api_key, self.alpaca_secret_key]
        for venue_key in (self.demo_key, self.live_key):
            if venue_key is not None:
                held += [venue_key.key, venue_key.secret, venue_key.passphrase]
        return [secret for secret in held if secret]

    @property
    def is_rule_policy(self) -> bool:
        """True when no key for a model was given."""
        return self.model_api_key is None
