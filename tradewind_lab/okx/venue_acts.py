"""POST /lab/venue/ACT: have the venue do now what else takes hours: settle funding, liquidate, move money in or out."""

from collections.abc import Awaitable, Callable
from decimal import Decimal, InvalidOperation
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradewind_lab.clock import Clock
from tradewind_lab.exchange.account import Account, PositionKey
from tradewind_lab.exchange.bills import Bill
from tradewind_lab.exchange.bookkeeping import pay_funding, transfer
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.exchange.liquidation import take_over
from tradewind_lab.exchange.orders import Rejected
from tradewind_lab.okx.fields import Fields
from tradewind_lab.okx.shapes import bill_shape
from tradewind_lab.okx.wire import OkxError, answer, refusal

Act = Callable[[Exchange, Account, Fields, int], None]


def settle_funding(exchange: Exchange, account: Account, asked: Fields, at_ms: int) -> None:
    """Pay funding at `rate` for the positions of `instId`, of all swaps where it is not given."""
    rate, desk = _amount(asked, "rate"), exchange.desk
    for key in _held(account, asked):
        mark = desk.market.mark(key[0], at_ms)
        pay_funding(account, key, mark, rate, bill_id=desk.ids.next(at_ms), at_ms=at_ms)


def liquidate(exchange: Exchange, account: Account, asked: Fields, at_ms: int) -> None:
    """Take over the positions of `instId`, of all swaps where it is not given, at the mark price."""
    for key in _held(account, asked):
        take_over(exchange.desk, account, key, exchange.desk.market.mark(key[0], at_ms), at_ms)


def move_money(exchange: Exchange, account: Account, asked: Fields, at_ms: int) -> None:
    """Pay `amount` USDT in, or out where it is negative."""
    transfer(account, _amount(asked, "amount"), exchange.desk.ids.next(at_ms), at_ms)


_ACTS: Final[dict[str, Act]] = {
    "funding": settle_funding,
    "liquidation": liquidate,
    "transfer": move_money,
}


def routes(exchange: Exchange, clock: Clock) -> list[Route]:
    """Return one route for each act; the answer is the bills that came of it."""

    def route(name: str, act: Act) -> Route:
        async def serve(request: Request) -> Response:
            try:
                asked = Fields(orjson.loads(await request.body()))
                return answer([bill_shape(bill) for bill in _done(exchange, clock.now_ms(), act, asked)])
            except orjson.JSONDecodeError:
                return refusal(OkxError("50002", "JSON syntax error", status=400))
            except Rejected as e:
                return refusal(OkxError(e.code, e.message, status=400))

        endpoint: Callable[[Request], Awaitable[Response]] = serve
        return Route(f"/lab/venue/{name}", endpoint, methods=["POST"])

    return [route(name, act) for name, act in _ACTS.items()]


def named_account(exchange: Exchange, asked: Fields) -> Account:
    """Return the account that a body names, demo where it names none."""
    name = asked.text("account") or "demo"
    if name not in exchange.accounts:
        raise Rejected("51000", f"account must be one of {', '.join(exchange.accounts)}, was {name}")
    return exchange.accounts[name]


def _done(exchange: Exchange, now_ms: int, act: Act, asked: Fields) -> list[Bill]:
    account = named_account(exchange, asked)
    exchange.settle(now_ms)
    before = len(account.bills)
    act(exchange, account, asked, now_ms)
    exchange.publish()
    return account.bills[before:]


def _held(account: Account, asked: Fields) -> list[PositionKey]:
    return [key for key in account.positions if asked.text("instId") in {None, key[0]}]


def _amount(asked: Fields, name: str) -> Decimal:
    try:
        amount = Decimal(asked.required(name))
    except InvalidOperation:
        raise Rejected("51000", f"Parameter {name} error") from None
    if not amount.is_finite():
        raise Rejected("51000", f"Parameter {name} error")
    return amount
