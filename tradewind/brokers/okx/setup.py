"""How the account is set up and whether its key may be traded with: read once, before the first order."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import structlog

from tradewind.brokers.okx import parse
from tradewind.brokers.okx.config import Environment, OkxConfig
from tradewind.brokers.okx.connection import Connection
from tradewind.brokers.port import (
    BrokerError,
    BrokerUnavailable,
    MarginMode,
    VenueAccount,
    VenuePosition,
)
from tradewind.domain.instrument import Symbol

_log = structlog.get_logger(__name__)


class KeyUnfit(BrokerError):
    """The key works and must not be traded with; the message says why and what to change."""


class AccountSetup:
    """The account's position mode and margin modes, and the checks before the first order."""

    def __init__(self, connection: Connection, config: OkxConfig) -> None:
        self._connection = connection
        self._config = config
        self._account: VenueAccount | None = None
        self._checking = asyncio.Lock()
        self._held: dict[Symbol, MarginMode] = {}

    async def account(self) -> VenueAccount:
        """Return the account after its checks; KeyUnfit, KeyRefused, BrokerUnavailable."""
        if self._account is not None:
            return self._account
        async with self._checking:
            if self._account is None:
                self._check_clock(await self._connection.measure_offset())
                account = await self.read()
                self._check_key(account)
                self._account = account
            return self._account

    async def read(self) -> VenueAccount:
        """Return the account as it is now; KeyRefused, BrokerUnavailable."""
        rows = await self._connection.read("account/config")
        if not rows:
            raise BrokerUnavailable("OKX told nothing of the account's configuration")
        account = parse.account(rows[0])
        if self._account is not None:
            self._account = account
        return account

    def held(self, positions: Iterable[VenuePosition]) -> None:
        """Remember how what is held is margined: it must be closed in the same mode."""
        self._held = {held.symbol: held.margin_mode for held in positions if held.margin_mode}

    def margin_mode(self, symbol: Symbol) -> MarginMode:
        """Return the mode that orders on `symbol` are sent in."""
        return self._held.get(symbol, self._config.margin_mode)

    def _check_clock(self, offset: timedelta) -> None:
        limit = self._config.max_clock_offset
        if self._connection.environment is Environment.LIVE and abs(offset) > limit:
            raise KeyUnfit(
                f"this machine's clock is {offset.total_seconds():+.1f} s from OKX's; live trading allows "
                f"{limit.total_seconds():g} s: set the clock by a time server"
            )
        _log.info("venue_clock", offset_seconds=offset.total_seconds())

    def _check_key(self, account: VenueAccount) -> None:
        setting = self._connection.environment.key_setting
        if not account.may_trade:
            raise KeyUnfit(f"the key in {setting} may not trade: give it the permission to trade at OKX")
        if self._connection.environment is Environment.LIVE and account.may_withdraw:
            raise KeyUnfit(
                f"the key in {setting} may withdraw money: live trading takes only keys that may not; "
                "make one at OKX with the permissions to read and trade alone"
            )
