"""One script through both venues, compared after every act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from tests.brokers.agreement.market import SYMBOLS, ExplicitMarket
from tests.brokers.agreement.scripts import START_MS, Act, Change, Close, Move, Place, Script
from tests.brokers.orders import an_order
from tradewind.brokers.port import BrokerEvent, OrderRejected, PositionMode, VenueOrder
from tradewind.brokers.simulator.config import QueuePlace, SimulatorConfig
from tradewind.brokers.simulator.engine import MatchingEngine
from tradewind.brokers.simulator.funding import Rate, boundaries
from tradewind.brokers.simulator.ticket import PROTECTIVE, Ticket, held_as
from tradewind.domain.cash_flow import CashFlow, CashFlowKind
from tradewind.domain.clock import Instant
from tradewind.domain.fill import Fill, Liquidity
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.instrument import BaseQty, Symbol
from tradewind.domain.order import OrderKind, OrderPurpose, TimeInForce
from tradewind_lab.exchange import orders as lab
from tradewind_lab.exchange.account import PositionKey
from tradewind_lab.exchange.amendments import Amendment
from tradewind_lab.exchange.bills import BillType
from tradewind_lab.exchange.exchange import Exchange

PAIR = "pair of "
TAKEN = "taken"


class LabSide:
    """The lab's exchange, asked as its OKX interface asks it."""

    def __init__(self, script: Script) -> None:
        self._market = script.market
        self._mode = lab.MarginMode(script.margin_mode.value)
        self._position_mode = script.position_mode
        self._exchange = Exchange(script.market)
        self.account = self._exchange.open_account("one", script.deposit, START_MS)
        if script.position_mode is PositionMode.LONG_SHORT:
            self._exchange.set_position_mode(self.account, lab.PositionMode.LONG_SHORT)

    def settle(self, at_ms: int) -> None:
        self._exchange.settle(at_ms)

    def place(self, order: Place, at_ms: int) -> None:
        key = self._key(order)
        if order.is_alone:
            self._exchange.desk.protect(self.account, self._algo(order, key, at_ms), at_ms)
            return
        if not order.is_reduce_only and self.account.leverage(*key) != order.leverage:
            self._exchange.set_leverage(self.account, key, order.leverage, at_ms)
        self._exchange.desk.place(self.account, self._ticket(order, key), at_ms)

    def close(self, act: Close, at_ms: int) -> None:
        key = (act.symbol, self._mode, lab.PositionSide.NET)
        self._exchange.close_position(self.account, key, act.name, clear_orders=True, at_ms=at_ms)

    def change(self, name: str, act: Change, at_ms: int) -> None:
        if name in self.account.algos:
            if act.size is None and act.ticks is None:
                self._exchange.desk.cancel_algo(self.account, self.account.algos[name], at_ms)
            return
        order = self.account.order_by_client_id(name)
        assert order is not None
        if act.size is None and act.ticks is None:
            self._exchange.desk.cancel(self.account, order, lab.CancelSource.USER, at_ms)
            return
        amendment = Amendment(
            size=act.size,
            price=_moved(order.ticket.price, act, self._market, order.ticket.symbol),
            stop_trigger=None,
            stop_price=None,
            target_trigger=None,
            target_price=None,
        )
        self._exchange.desk.amend(self.account, order, amendment, at_ms)

    def open_names(self) -> list[str]:
        resting = [str(order.ticket.client_id) for order in self.account.open_orders()]
        return resting + [algo.id for algo in self.account.live_algos()]

    def state(self) -> dict[str, object]:
        value = {symbol: self._market.instrument(symbol).contract_value for symbol in SYMBOLS}
        return {
            "cash": self.account.wallet,
            "fills": [
                (f.symbol, f.side.value, f.price, f.size * value[f.symbol], -f.fee, f.is_maker, f.at_ms)
                for f in self.account.fills
            ],
            "positions": {
                (p.symbol, None if p.position_side is lab.PositionSide.NET else p.position_side.value): (
                    p.base_quantity,
                    p.leverage,
                )
                for p in self.account.positions.values()
            },
            "resting": [
                (o.ticket.client_id, o.remaining * value[o.ticket.symbol], o.ticket.price)
                for o in self.account.open_orders()
            ],
            "waiting": sorted(
                (algo.id, purpose, str(trigger), str(((algo.size or 0) * value[algo.symbol]).normalize()))
                for algo in self.account.live_algos()
                for purpose, trigger in (
                    ("stop", algo.protection.stop_trigger),
                    ("take_profit", algo.protection.target_trigger),
                )
                if trigger is not None
            ),
            "liquidations": sum(
                o.category is lab.OrderCategory.FULL_LIQUIDATION for o in self.account.orders.values()
            ),
            "moved": sum((b.change for b in self.account.bills if b.type is not BillType.TRADE), Decimal(0))
            - sum(f.pnl + f.fee for f in self.account.fills if _is_forced(self.account.orders[f.order_id])),
        }

    def _key(self, order: Place) -> PositionKey:
        side = held_as(order.side, self._position_mode, is_reducing=order.is_reduce_only)
        name = lab.PositionSide.NET if side is None else lab.PositionSide(side.value)
        return (order.symbol, self._mode, name)

    def _ticket(self, order: Place, key: PositionKey) -> lab.Ticket:
        kinds = {
            TimeInForce.GTC: lab.OrderType.LIMIT,
            TimeInForce.IOC: lab.OrderType.IOC,
            TimeInForce.FOK: lab.OrderType.FOK,
            TimeInForce.POST_ONLY: lab.OrderType.POST_ONLY,
        }
        has_protection = order.stop is not None or order.target is not None
        return lab.Ticket(
            symbol=order.symbol,
            side=lab.Side(order.side.value),
            type=lab.OrderType.MARKET if order.price is None else kinds[order.lasting],
            size=order.size,
            price=order.price,
            margin_mode=self._mode,
            position_side=key[2],
            reduce_only=order.is_reduce_only and key[2] is lab.PositionSide.NET,
            client_id=order.name,
            tag="",
            protections=(self._protection(order, f"{PAIR}{order.name}"),) if has_protection else (),
        )

    def _protection(self, order: Place, name: str) -> lab.Protection:
        return lab.Protection(
            id=name,
            client_id=None,
            stop_trigger=order.stop,
            stop_price=None,
            target_trigger=order.target,
            target_price=None,
        )

    def _algo(self, order: Place, key: PositionKey, at_ms: int) -> lab.AlgoOrder:
        return lab.AlgoOrder(
            protection=self._protection(order, f"{PAIR}{order.name}"),
            symbol=order.symbol,
            side=lab.Side(order.side.value),
            position_side=key[2],
            margin_mode=self._mode,
            size=order.size,
            reduce_only=True,
            state=lab.AlgoState.LIVE,
            leverage=order.leverage,
            order_id=None,
            fired_by=None,
            placed_ms=at_ms,
            updated_ms=at_ms,
        )


class SimulatorSide:
    """The simulator's engine."""

    def __init__(self, script: Script) -> None:
        self._market = script.market
        self.told: list[BrokerEvent] = []
        self.engine = MatchingEngine(_config(script), self.told.append)
        self.engine.restore((), (), script.deposit, Instant.from_ms(START_MS))

    def settle(self, at_ms: int) -> None:
        for boundary in boundaries(Instant.from_ms(START_MS), Instant.from_ms(at_ms)):
            rate = Rate(share=self._market.rates[boundary.epoch_ms], due_at=boundary)
            for symbol in SYMBOLS:
                self.engine.learn_rate(Symbol(symbol), rate)
            self.engine.settle(boundary)

    def move(self, symbol: str, at_ms: int) -> None:
        if Symbol(symbol) not in self.engine.watched():
            return
        self.engine.advance(self._market.path(symbol, at_ms), self._market.view(symbol, at_ms))

    def place(self, order: Place, at_ms: int) -> None:
        value = self._market.instrument(order.symbol).contract_value
        kind = OrderKind.MARKET if order.price is None else OrderKind.LIMIT
        desk_order = an_order(
            client_order_id=ClientOrderId(order.name),
            symbol=Symbol(order.symbol),
            side=order.side,
            kind=OrderKind.TRIGGER if order.is_alone else kind,
            purpose=OrderPurpose.STOP if order.is_alone else OrderPurpose.OPEN,
            quantity=BaseQty(order.size * value),
            limit_price=order.price,
            time_in_force=order.lasting,
            is_reduce_only=order.is_reduce_only,
            leverage=order.leverage,
            stop_price=None if order.is_alone else order.stop,
            take_profit_price=order.target,
            trigger_price=order.stop if order.is_alone else None,
        )
        self.engine.take(desk_order, self._market.view(order.symbol, at_ms))

    def close(self, act: Close, at_ms: int) -> None:
        view = self._market.view(act.symbol, at_ms)
        if self.engine.close(Symbol(act.symbol), ClientOrderId(act.name), view) is None:
            raise OrderRejected("nothing is held")

    def change(self, name: str, act: Change, at_ms: int) -> None:
        ticket = self._named(name)
        if act.size is None and act.ticks is None:
            self.engine.cancel(ticket, "asked", Instant.from_ms(at_ms))
            return
        if ticket.is_waiting:
            return
        value = self._market.instrument(ticket.symbol).contract_value
        self.engine.amend(
            ticket,
            self._market.view(ticket.symbol, at_ms),
            quantity=None if act.size is None else BaseQty(act.size * value),
            price=_moved(ticket.limit_price, act, self._market, ticket.symbol),
        )

    def state(self) -> dict[str, object]:
        records, account = self.engine.records, self.engine.account
        return {
            "cash": account.cash,
            "fills": [
                (
                    f.symbol,
                    f.side.value,
                    f.price,
                    f.quantity,
                    f.fee,
                    f.liquidity is Liquidity.MAKER,
                    f.exchange_time.epoch_ms,
                )
                for f in records.fills
            ],
            "positions": {
                (symbol, None if side is None else side.value): (held.position.quantity, held.leverage)
                for (symbol, side), held in account.holdings.items()
            },
            "resting": [(t.client_order_id, t.remaining, t.limit_price) for t in records.resting()],
            "waiting": sorted(
                (_pair(t), t.purpose.value, str(t.trigger_price), str(t.quantity.normalize()))
                for t in records.waiting()
            ),
            "liquidations": len({f.venue_order_id for f in records.fills if f.client_order_id is None}),
            "moved": sum((flow.amount for flow in records.cash_flows), Decimal(0)),
        }

    def _named(self, name: str) -> Ticket:
        tickets = self.engine.records.open_tickets()
        return next(t for t in tickets if name == (_pair(t) if t.is_waiting else t.client_order_id))


@dataclass(slots=True, kw_only=True)
class Tally:
    """What was compared."""

    scripts: int = 0
    differing: int = 0
    acts: int = 0
    refusals: int = 0
    fills: int = 0
    maker_fills: int = 0
    stops_and_targets: int = 0
    fundings: int = 0
    liquidations: int = 0

    def __str__(self) -> str:
        """Return the figures in one line."""
        return ", ".join(f"{getattr(self, each.name)} {each.name.replace('_', ' ')}" for each in fields(self))


def duel(script: Script, tally: Tally) -> list[str]:
    """Return where the two differ first, nothing when they agree to the last digit."""
    ours, theirs = SimulatorSide(script), LabSide(script)
    found: list[str] = []
    for number, act in enumerate(script.acts):
        ours.settle(act.at_ms)
        theirs.settle(act.at_ms)
        answers = _asked(act, ours, theirs)
        tally.acts += 1
        tally.refusals += answers[0] != TAKEN
        if found := _differences(answers, ours.state(), theirs.state()):
            found.insert(0, f"act {number} {act.what}")
            break
    tally.scripts += 1
    tally.differing += bool(found)
    _count(tally, ours.told)
    return found


def _count(tally: Tally, told: Sequence[BrokerEvent]) -> None:
    for event in told:
        match event:
            case Fill():
                tally.fills += 1
                tally.maker_fills += event.liquidity is Liquidity.MAKER
            case CashFlow():
                tally.fundings += event.kind is CashFlowKind.FUNDING
            case VenueOrder() if event.state.is_final and event.filled:
                tally.liquidations += event.purpose is OrderPurpose.LIQUIDATION
                tally.stops_and_targets += event.purpose in PROTECTIVE


def _asked(act: Act, ours: SimulatorSide, theirs: LabSide) -> tuple[str, str]:
    match act.what:
        case Move():
            ours.move(act.what.symbol, act.at_ms)
        case Place() as order:
            return (
                _answer(lambda: ours.place(order, act.at_ms)),
                _answer(lambda: theirs.place(order, act.at_ms)),
            )
        case Close() as close:
            return (
                _answer(lambda: ours.close(close, act.at_ms)),
                _answer(lambda: theirs.close(close, act.at_ms)),
            )
        case Change() as change if names := theirs.open_names():
            name = names[change.place % len(names)]
            return (
                _answer(lambda: ours.change(name, change, act.at_ms)),
                _answer(lambda: theirs.change(name, change, act.at_ms)),
            )
    return (TAKEN, TAKEN)


def _answer(ask: Callable[[], None]) -> str:
    try:
        ask()
    except (OrderRejected, lab.Rejected) as e:
        return f"refused: {e}"
    return TAKEN


def _differences(answers: tuple[str, str], ours: dict[str, object], theirs: dict[str, object]) -> list[str]:
    found = [
        f"{name}: {ours[name]} here, {theirs[name]} there" for name in ours if ours[name] != theirs[name]
    ]
    if answers[0][:7] != answers[1][:7]:
        found.append(f"answer: {answers[0]} here, {answers[1]} there")
    return found


def _config(script: Script) -> SimulatorConfig:
    rates = {symbol: script.market.instrument(symbol).tier_price for symbol in SYMBOLS}
    return replace(
        SimulatorConfig(),
        position_mode=script.position_mode,
        margin_mode=script.margin_mode,
        queue=QueuePlace.FRONT,
        reference_prices={Symbol(symbol): price for symbol, price in rates.items()},
    )


def _moved(price: Decimal | None, act: Change, market: ExplicitMarket, symbol: str) -> Decimal | None:
    if price is None or act.ticks is None:
        return None
    return price + act.ticks * market.instrument(symbol).tick_size


def _pair(ticket: Ticket) -> str:
    return (ticket.pair or ticket.venue_order_id).replace("sim-", PAIR, 1)


def _is_forced(order: lab.Order) -> bool:
    return order.category is lab.OrderCategory.FULL_LIQUIDATION
