"""The fence behind risk's gates: a desk that sends more than any sane day asks for is stopped, whoever asks."""

from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from tradewind.domain.clock import Clock
from tradewind.domain.desk_state import DeskState
from tradewind.domain.ids import ClientOrderId
from tradewind.domain.order import Order, OrderPurpose
from tradewind.orders.kill_switch import KillSwitch

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
BY = "the runaway guard"
CLOSES_SPARED = 2
"""A close may leave beyond the cap, up to so many times the cap in an hour: it makes the account safer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunawayCaps:
    """What trips the kill switch; money in quote currency."""

    orders_per_minute: int = 30
    notional_per_hour: Decimal = Decimal(1_000_000)  # of openings
    loss_per_day: Decimal = Decimal(2_000)

    def __post_init__(self) -> None:
        for name in ("orders_per_minute", "notional_per_hour", "loss_per_day"):
            value = getattr(self, name)
            if value <= 0:
                raise ValueError(f"{name} must be above 0, was {value}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One order that left."""

    client_order_id: ClientOrderId | None  # None: of an earlier run
    at: float  # monotonic seconds
    notional: Decimal  # of an opening, else 0


class RunawayGuard:
    """Counts what leaves; protection is never counted and never stopped."""

    def __init__(self, caps: RunawayCaps, kill_switch: KillSwitch, clock: Clock) -> None:
        self._caps = caps
        self._kill_switch = kill_switch
        self._clock = clock
        self._sent: deque[Departure] = deque()

    def admit(self, order: Order) -> str | None:
        """Count `order` as leaving; the reason instead when it would break a cap, which trips the switch."""
        if order.purpose not in (OrderPurpose.OPEN, OrderPurpose.CLOSE):
            return None
        now = self._clock.monotonic()
        while self._sent and now - self._sent[0].at > HOUR.total_seconds():
            self._sent.popleft()
        before = [one.notional for one in self._sent if one.client_order_id == order.client_order_id]
        notional = _notional(order) - sum(before, Decimal(0))
        if before and notional <= 0:
            return None  # it was turned away before anything was done and comes again, or becomes smaller
        reason = self._broken(now, notional)
        if reason is not None:
            if order.purpose is OrderPurpose.OPEN:
                self._kill_switch.trip(DeskState.REDUCING, BY, reason)
                return reason
            if len(self._sent) > CLOSES_SPARED * self._caps.orders_per_minute:
                self._kill_switch.trip(DeskState.HALTED, BY, reason)
                return reason if order.decision_id is not None else None
        self._sent.append(Departure(client_order_id=order.client_order_id, at=now, notional=notional))
        return None

    def remember(self, orders: int) -> None:
        """Count the `orders` of the last minute that an earlier run sent: a desk that crashes in a loop runs away too."""
        now = self._clock.monotonic()
        of_others = orders - len(self._sent)  # this very run may have sent some, to close what had no stop
        self._sent.extend(
            Departure(client_order_id=None, at=now, notional=Decimal(0)) for _ in range(of_others)
        )

    def judge_day(self, daily_pnl: Decimal | None) -> None:
        """Trip the switch when today's loss is beyond the cap; an unknown result is the gates' business."""
        if daily_pnl is not None and -daily_pnl > self._caps.loss_per_day:
            reason = f"today's loss {-daily_pnl:f} is beyond {self._caps.loss_per_day:f}"
            self._kill_switch.trip(DeskState.REDUCING, BY, reason)

    def _broken(self, now: float, notional: Decimal) -> str | None:
        last_minute = sum(1 for one in self._sent if now - one.at <= MINUTE.total_seconds())
        if last_minute >= self._caps.orders_per_minute:
            return f"{last_minute} orders left within a minute, cap {self._caps.orders_per_minute}"
        turnover = sum((one.notional for one in self._sent), notional)
        if notional and turnover > self._caps.notional_per_hour:
            return f"openings of {turnover:f} within an hour, cap {self._caps.notional_per_hour:f}"
        return None


def _notional(order: Order) -> Decimal:
    price = order.limit_price or order.snapshot_price
    if order.purpose is not OrderPurpose.OPEN or price is None:
        return Decimal(0)
    return order.quantity * price
