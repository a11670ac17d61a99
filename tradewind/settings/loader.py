"""Files, environment and command line → one `Settings`; the first wrong value refuses the start."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import msgspec

from tradewind.settings import rooms
from tradewind.settings.files import AppFile, LoggingFile, TradingFile
from tradewind.settings.process import Launch, Settings, VenueKey
from tradewind.settings.source import Override, SettingsRefused, environment_overrides, read_file

F = TypeVar("F", bound=msgspec.Struct)

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "config"

MOST_FALLBACKS = 5

REDIS_URL = re.compile(r"^(redis|rediss|unix)://\S+$")
HISTORY_URL = re.compile(r"^file:///\S+$")
HISTORY_WANTED = "file:///FOLDER, also one on which the bucket of an object store is mounted"
DATABASE_URL = re.compile(r"^(sqlite(\+aiosqlite)?:///|postgres(ql)?(\+psycopg)?://)\S+$")


NO_DRAFTS: Mapping[str, str] = MappingProxyType({})


def load_settings(
    launch: Launch, environment: Mapping[str, str], drafts: Mapping[str, str] = NO_DRAFTS
) -> Settings:
    """Return the settings of this start; SettingsRefused names file, key, value and what is allowed.

    A file in HOME/config is laid over the shipped one of that name; it may hold just what differs. `drafts` are judged
    in the place of the operator's files of those names.
    """
    settings = Settings(
        launch=launch,
        app=_read("app", AppFile, launch, environment, drafts),
        trading=_read("trading", TradingFile, launch, environment, drafts),
        logging=_read("logging", LoggingFile, launch, environment, drafts),
        redis_url=_url("REDIS_URL", environment, REDIS_URL, "redis://, rediss:// or unix://"),
        database_url=_url("DATABASE_URL", environment, DATABASE_URL, "sqlite:/// or postgresql://")
        or f"sqlite+aiosqlite:///{launch.home / 'tradewind.db'}",
        history_url=_url("HISTORY_URL", environment, HISTORY_URL, HISTORY_WANTED),
        model_api_key=environment.get("AUTOTRADE_LLM_API_KEY") or None,
        fallback_api_keys=tuple(
            environment.get(f"AUTOTRADE_LLM_FALLBACK_{place}_API_KEY") or None
            for place in range(1, MOST_FALLBACKS + 1)
        ),
        alpaca_api_key=environment.get("ALPACA_API_KEY") or None,
        alpaca_secret_key=environment.get("ALPACA_SECRET_KEY") or None,
        demo_key=_venue_key(DEMO_KEY, environment),
        live_key=_venue_key(LIVE_KEY, environment),
    )
    _check_together(settings, launch)
    return settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsFiles:
    """Where the settings of one start come from; read again as often as anybody asks."""

    launch: Launch
    environment: Mapping[str, str] = field(repr=False)

    def read(self, drafts: Mapping[str, str] = NO_DRAFTS) -> Settings:
        """Return what the files say at this moment; SettingsRefused."""
        return load_settings(self.launch, self.environment, drafts)

    def outranked(self, file: str) -> dict[tuple[str, ...], str]:
        """Return, by their place in `file`, the values that the environment sets, each with its variable."""
        return {override.path: override.variable for override in _overrides(file, self.environment)}


def own_file(home: Path, name: str) -> Path:
    """Return where the operator's own file of that name lies, or would."""
    return home / "config" / f"{name}.yaml"


def _read(
    name: str, shape: type[F], launch: Launch, environment: Mapping[str, str], drafts: Mapping[str, str]
) -> F:
    draft = drafts.get(name)
    path = _file(launch, name) if draft is None else own_file(launch.home, name)
    return read_file(path, DEFAULT_FOLDER / f"{name}.yaml", shape, _overrides(name, environment), draft)


def _overrides(file: str, environment: Mapping[str, str]) -> tuple[Override, ...]:
    return (*environment_overrides(file, environment), *_named(NAMES.get(file, ()), environment))


def _check_together(settings: Settings, launch: Launch) -> None:
    unknown = sorted(set(settings.trading.model_symbols) - set(settings.trading.symbols))
    if unknown:
        raise SettingsRefused(
            f"{_file(launch, 'trading')}: model_symbols: {unknown} is not accepted; "
            f"allowed: a subset of symbols {list(settings.trading.symbols)}"
        )
    for file, reason in rooms.refusals(settings):
        raise SettingsRefused(f"{_file(launch, file)}: values that do not go together: {reason}")
    if settings.trading.broker == "live" and not settings.is_lab_market and settings.live_key is None:
        raise SettingsRefused(
            f"broker: live needs the key of the account that is traded: set {', '.join(LIVE_KEY)}"
        )
    if settings.trading.broker == "paper" and not settings.is_lab_market and settings.demo_key is None:
        raise SettingsRefused(f"broker: paper needs a key of OKX demo trading: set {', '.join(DEMO_KEY)}")
    if launch.tape is not None and not settings.is_lab_market:
        raise SettingsRefused(f"--tape: {launch.tape} is not accepted; allowed: only with --market lab")


NAMED = tuple[str, tuple[str, ...], bool]
"""Variable, path in the file, whether it is a comma-separated list."""
APP: tuple[NAMED, ...] = (
    ("AUTOTRADE_LLM_BASE_URL", ("model", "base_url"), False),
    ("AUTOTRADE_LLM_MODEL", ("model", "name"), False),
)
DEMO_KEY = ("OKX_DEMO_API_KEY", "OKX_DEMO_SECRET_KEY", "OKX_DEMO_PASSPHRASE")
LIVE_KEY = ("CCXT_API_KEY", "CCXT_SECRET", "CCXT_PASSWORD")
TRADING: tuple[NAMED, ...] = (
    ("TRADING_BROKER", ("broker",), False),
    ("AUTOTRADE_LLM_TRADING_SYMBOLS", ("model_symbols",), True),
)

NAMES = {"app": APP, "trading": TRADING}


def _named(names: tuple[NAMED, ...], environment: Mapping[str, str]) -> tuple[Override, ...]:
    return tuple(
        Override(variable=name, path=path, text=environment[name], is_list=is_list)
        for name, path, is_list in names
        if environment.get(name)
    )


def _venue_key(names: tuple[str, str, str], environment: Mapping[str, str]) -> VenueKey | None:
    given = [environment.get(name) or "" for name in names]
    if not any(given):
        return None
    missing = [name for name, text in zip(names, given, strict=True) if not text]
    if missing:
        raise SettingsRefused(
            f"a key of OKX has three parts: {', '.join(missing)} is missing beside the others"
        )
    key, secret, passphrase = given
    return VenueKey(key=key, secret=secret, passphrase=passphrase)


def _file(launch: Launch, name: str) -> Path:
    own = own_file(launch.home, name)
    return own if own.exists() else DEFAULT_FOLDER / f"{name}.yaml"


def _url(name: str, environment: Mapping[str, str], allowed: re.Pattern[str], wanted: str) -> str | None:
    url = environment.get(name) or None
    if url is not None and not allowed.match(url):
        scheme = url.split("://", maxsplit=1)[0]
        raise SettingsRefused(
            f"environment variable {name}: a URL of scheme {scheme!r} is not accepted; allowed: {wanted}"
        )
    return url
