"""What a client may change of an order that rests. Pure."""

from dataclasses import dataclass, replace
from decimal import Decimal

from tradewind_lab.exchange.orders import Protection, Rejected, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What a client wants changed; None leaves a value as it is."""

    size: Decimal | None
    price: Decimal | None
    stop_trigger: Decimal | None
    stop_price: Decimal | None
    target_trigger: Decimal | None
    target_price: Decimal | None

    def changes_protection(self) -> bool:
        """Tell whether a stop or target is to be moved."""
        return self.stop_trigger is not None or self.target_trigger is not None


def amended(ticket: Ticket, amendment: Amendment) -> Ticket:
    """Return the ticket as it is wanted; raise `Rejected` where it has no protection to move."""
    protections = ticket.protections
    if amendment.changes_protection():
        if not protections:
            raise Rejected("51000", "Parameter newSlTriggerPx error")
        protections = tuple(moved(p, amendment) for p in protections)
    return replace(
        ticket,
        size=ticket.size if amendment.size is None else amendment.size,
        price=ticket.price if amendment.price is None else amendment.price,
        protections=protections,
    )


def moved(protection: Protection, to: Amendment) -> Protection:
    """Return a protection with its triggers where the amendment puts them; one it never had stays away."""
    if protection.stop_trigger is not None and to.stop_trigger is not None:
        protection = replace(protection, stop_trigger=to.stop_trigger, stop_price=to.stop_price)
    if protection.target_trigger is not None and to.target_trigger is not None:
        protection = replace(protection, target_trigger=to.target_trigger, target_price=to.target_price)
    return protection
