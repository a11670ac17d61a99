"""The account half of OKX's v5 interface: `exchange_routes` joins the exchange, the keys and the clock."""

from collections.abc import Sequence
from decimal import Decimal

from starlette.routing import Route

from tradewind_lab.clock import Clock
from tradewind_lab.exchange.charges import MAKER_RATE
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.orders import Ticket
from tradewind_lab.exchange.prices import MarketView
from tradewind_lab.exchange.terms import Terms
from tradewind_lab.faults import FaultKind, Faults
from tradewind_lab.okx.account_routes import account_routes
from tradewind_lab.okx.auth import ApiKey, KeyRing
from tradewind_lab.okx.query_routes import query_routes
from tradewind_lab.okx.session import Door
from tradewind_lab.okx.trade_routes import trade_routes

DEPOSIT = Decimal(10_000)
REBATE_RATE = Decimal("-0.00005")


def opened(
    market: MarketView,
    clock: Clock,
    keys: Sequence[ApiKey],
    deposit: Decimal = DEPOSIT,
    *,
    faults: Faults,
) -> Exchange:
    """Return an exchange with one account for each that the keys name."""

    def loses_protection(ticket: Ticket) -> bool:
        named = f"{ticket.symbol} {ticket.client_id or ''}"
        return faults.take_order(FaultKind.UNGUARD, "/api/v5/trade/order", named) is not None

    def maker_rate() -> Decimal:
        return REBATE_RATE if faults.rebates() else MAKER_RATE

    exchange = Exchange(market, Terms(loses_protection=loses_protection, maker_rate=maker_rate))
    for key in keys:
        if key.account not in exchange.accounts:
            exchange.open_account(key.account, deposit, clock.now_ms())
    return exchange


def exchange_routes(exchange: Exchange, clock: Clock, keys: KeyRing, faults: Faults) -> list[Route]:
    """Return every signed route, over an exchange that others may hold as well."""
    door = Door(exchange=exchange, keys=keys, clock=clock, faults=faults)
    return [*query_routes(door), *trade_routes(door), *account_routes(door)]
