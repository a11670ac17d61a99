"""The venue as one object: its accounts, each brought up to the present before it is asked anything.

Settlement is lazy: nothing runs between requests, and however often it is asked for, it ends the same.
Auto-deleveraging and liquidation in parts are left out.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal

from tradewind_lab.exchange.account import Account, LeverageKey, PositionKey
from tradewind_lab.exchange.desk import Desk
from tradewind_lab.exchange.ids import IdSource
from tradewind_lab.exchange.margin import Standing, standing
from tradewind_lab.exchange.news import News
from tradewind_lab.exchange.orders import (
    CancelSource,
    Order,
    OrderType,
    PositionMode,
    Rejected,
    Side,
    Ticket,
)
from tradewind_lab.exchange.prices import MarketView
from tradewind_lab.exchange.record import Record
from tradewind_lab.exchange.settlement import settle
from tradewind_lab.exchange.terms import Terms

Reader = Callable[[Account, Sequence[News]], None]


class Exchange:
    """Accounts over one market."""

    def __init__(self, market: MarketView, terms: Terms | None = None) -> None:
        self.market = market
        self.record = Record()
        self.desk = Desk(market=market, ids=IdSource(), record=self.record, terms=terms or Terms())
        self.accounts: dict[str, Account] = {}
        self._readers: list[Reader] = []

    def open_account(self, name: str, deposit: Decimal, at_ms: int) -> Account:
        """Open an account with `deposit` USDT."""
        account = Account(name=name, deposit=deposit, wallet=deposit, opened_ms=at_ms, settled_ms=at_ms)
        self.accounts[name] = account
        return account

    def settle(self, now_ms: int) -> None:
        """Bring every account up to `now_ms`."""
        for account in self.accounts.values():
            settle(self.desk, account, now_ms)
        self.publish()

    def tell(self, reader: Reader) -> None:
        """Have `reader` called with what changes in any account, oldest first."""
        self._readers.append(reader)

    def publish(self) -> None:
        """Hand out what changed since the last time; whoever changed an account calls it."""
        for account in self.accounts.values():
            if not account.news:
                continue
            news, account.news = account.news, []
            for read in self._readers:
                read(account, news)

    def standing(self, account: Account, at_ms: int) -> Standing:
        """Reckon what the account is worth at this moment."""
        return standing(account, self.desk.instrument, lambda symbol: self.market.mark(symbol, at_ms))

    def set_leverage(self, account: Account, of: LeverageKey, leverage: Decimal, at_ms: int) -> None:
        """Set a leverage; raise `Rejected` where the instrument or the margin in the account forbids it."""
        instrument = self.desk.instrument(of[0])
        if leverage < 1:
            raise Rejected("59105", "Leverage can't be less than 1.")
        if leverage > instrument.max_leverage:
            raise Rejected("59102", f"Leverage exceeds the maximum of {instrument.max_leverage}.")
        earlier = account.leverage(*of)
        account.set_leverage(*of, leverage)
        if leverage < earlier and self.spendable(account, at_ms) < 0:
            account.set_leverage(*of, earlier)
            raise Rejected("59108", "Low leverage and insufficient margin, please adjust the leverage.")

    def set_position_mode(self, account: Account, mode: PositionMode) -> None:
        """Change between one-way and hedged; refused while anything is open."""
        if mode is account.position_mode:
            return
        if account.positions or account.open_orders() or account.live_algos():
            raise Rejected("59000", "Settings failed. Close any open positions and orders before changing.")
        account.set_position_mode(mode)

    def spendable(self, account: Account, at_ms: int) -> Decimal:
        """Return what is left for new orders; below zero where the margin in use is no longer covered."""
        at = self.standing(account, at_ms)
        return at.equity - at.isolated_unrealized - at.frozen

    def close_position(
        self, account: Account, key: PositionKey, client_id: str | None, *, clear_orders: bool, at_ms: int
    ) -> Order:
        """Close one whole position at market; `clear_orders` first cancels the orders that would close it."""
        symbol, mode, side = key
        held = account.held(key)
        if held == 0:
            raise Rejected("51023", "Position doesn't exist.")
        if clear_orders:
            self._clear_closers(account, key, at_ms)
        ticket = Ticket(
            symbol=symbol,
            side=Side.SELL if held > 0 else Side.BUY,
            type=OrderType.MARKET,
            size=abs(held),
            price=None,
            margin_mode=mode,
            position_side=side,
            reduce_only=True,
            client_id=client_id,
            tag="",
            protections=(),
        )
        return self.desk.place(account, ticket, at_ms)

    def _clear_closers(self, account: Account, key: PositionKey, at_ms: int) -> None:
        for order in account.open_orders(key[0]):
            if order.ticket.closes():
                self.desk.cancel(account, order, CancelSource.USER, at_ms)
