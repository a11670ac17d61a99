"""The right to trade an account, held by this process for as long as its desk is built."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tradewind.app.outside import StartRefused
from tradewind.app.stations import holder_name, place_of
from tradewind.domain.clock import Clock
from tradewind.domain.ids import PortfolioId
from tradewind.ledger import Ledger
from tradewind.orders.tenancy import AccountTaken, Tenancy, TenancyConfig, Tenant
from tradewind.settings.process import Launch

TRADER = "trader"


@asynccontextmanager
async def holding_account(
    account: PortfolioId,
    launch: Launch,
    ledger: Ledger,
    clock: Clock,
    *,
    config: TenancyConfig | None = None,
) -> AsyncIterator[Tenancy]:
    """Yield the right, taken if this process trades; StartRefused names the desk that has it. LedgerUnavailable."""
    place = (
        f"{place_of(launch.home)} on {socket.gethostname()}"  # a home may have been copied to another machine
    )
    tenancy = Tenancy(ledger, Tenant(account=account, name=holder_name("desk"), place=place), clock, config)
    try:
        if not launch.roles or TRADER in launch.roles:
            await tenancy.take()
        yield tenancy
    except AccountTaken as e:
        raise StartRefused(str(e)) from e
    finally:
        await tenancy.leave()
