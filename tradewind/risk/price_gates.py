"""Gates on the market's price and on the prices that the model names."""

from decimal import Decimal

from tradewind.domain.decision import GateVerdict
from tradewind.domain.order import Side
from tradewind.risk.opening import Opening, allow, deny
from tradewind.risk.situation import is_usable

_BPS = Decimal(10_000)


def market(opening: Opening) -> GateVerdict:
    """Bid, ask and last price are known and the quotes are not crossed."""
    bid, ask, last = opening.situation.bid, opening.situation.ask, opening.situation.last_price
    if bid is None or ask is None or not (is_usable(bid) and is_usable(ask) and is_usable(last)):
        return deny("market", f"no usable market price: bid {bid}, ask {ask}, last {last}")
    if bid > ask:
        return deny("market", f"the market is crossed: bid {bid:f} above ask {ask:f}")
    return allow("market", f"bid {bid:f}, ask {ask:f}")


def price_drift(opening: Opening) -> GateVerdict:
    """The price is still the one that the model saw."""
    live, seen = opening.entry_price, opening.situation.snapshot_price
    if live is None or not is_usable(seen):
        return deny("price_drift", f"cannot compare the price {live} with the snapshot's {seen}")
    drift_bps = abs(live - seen) / seen * _BPS
    limit = opening.limits.max_price_drift_bps
    reason = f"price moved {drift_bps:.1f} bps since the snapshot, limit {limit:f}"
    return allow("price_drift", reason) if drift_bps <= limit else deny("price_drift", reason)


def stop(opening: Opening) -> GateVerdict:
    """A stop exists, on the losing side of the market, neither too near nor too far."""
    if opening.proposal.stop_price is None:
        return deny("stop", "an opening needs a stop")
    price, live = opening.stop_price, opening.exit_price
    if price is None or live is None:
        return deny("stop", f"cannot judge the stop {opening.proposal.stop_price} against the price {live}")
    if not _is_losing(opening.side, price, live):
        return deny("stop", f"stop {price:f} is on the wrong side of the live price {live:f}")
    share = abs(live - price) / live
    nearest = opening.limits.min_stop_distance_bps / _BPS
    furthest = opening.limits.max_stop_distance_share
    reason = f"stop {price:f} is {share:.2%} from {live:f}, allowed {nearest:.2%} to {furthest:.2%}"
    if (kept := stop_in_force(opening)) != price:
        reason += f"; the tighter one of the position stays, {kept:f}"
    return allow("stop", reason) if nearest <= share <= furthest else deny("stop", reason)


def stop_in_force(opening: Opening) -> Decimal | None:
    """Return the stop that holds after an opening: that of the position it adds to, where it is the tighter one.

    A stop that the order's own price has passed is none for it: what rests at a limit may fill after it went off.
    """
    asked, held, live = opening.stop_price, opening.held, opening.exit_price
    if held is None or held.stop_price is None or held.side.opening_side is not opening.side:
        return asked
    if live is None or not _is_losing(opening.side, held.stop_price, live):
        return asked
    return held.side.tighter(asked, held.stop_price)


def take_profit(opening: Opening) -> GateVerdict:
    """A take profit, where there is one, lies on the winning side of the market."""
    if opening.proposal.take_profit_price is None:
        return allow("take_profit", "none asked for")
    price, live = opening.take_profit_price, opening.entry_price
    if price is None or live is None:
        wanted = opening.proposal.take_profit_price
        return deny("take_profit", f"cannot judge the take profit {wanted} against the price {live}")
    if not _is_losing(opening.side.opposite, price, live):
        return deny("take_profit", f"take profit {price:f} is on the wrong side of the live price {live:f}")
    return allow("take_profit", f"take profit {price:f} beyond {live:f}")


def _is_losing(side: Side, price: Decimal, live: Decimal) -> bool:
    return price < live if side is Side.BUY else price > live
