"""How large a model wants a position, from the ways in which models say it; never guessed.

A size in quote currency is taken as it is, a margin times its leverage, a quantity times a price that is known. A
share of the account and a bare `size` can mean several things, so they are refused.
"""

from collections.abc import Mapping
from decimal import Decimal

from tradewind.decision.wire import has_currency, read_figure, read_leverage

SIZE_FIELDS = ("notional", "quantity", "margin", "size", "share")
_TOLERANCE = Decimal("0.01")
_LARGEST_EXPONENT = 30


def notional_of(fields: Mapping[str, object], price: Decimal | None) -> Decimal | None:
    """Return the notional in quote currency, None where no size is stated; ValueError says what is unclear.

    `price` values a quantity; None: nobody knows one.
    """
    stated = {name: fields[name] for name in SIZE_FIELDS if fields.get(name) is not None}
    for name, meaning in _MEANINGS.items():
        if name in stated and not (name == "size" and has_currency(stated[name])):
            raise ValueError(f"notional: the item gives its size as a {meaning}; give `notional`")
    sizes = {name: _sized(name, value, fields, price) for name, value in stated.items()}
    amounts = [amount for amount in sizes.values() if amount is not None]
    if not amounts:
        return None
    if any(abs(amount - amounts[0]) > abs(amounts[0]) * _TOLERANCE for amount in amounts):
        listed = ", ".join(f"{name} {amount:.6g}" for name, amount in sizes.items() if amount is not None)
        raise ValueError(f"notional: the item gives several sizes that differ: {listed}")
    return amounts[0]


_MEANINGS = {
    "size": "number without a unit, which may be coins, money or contracts",
    "share": "share of the account, which may be margin or position",
}


def _sized(name: str, value: object, fields: Mapping[str, object], price: Decimal | None) -> Decimal | None:
    try:
        number = read_figure(value)
    except ValueError as e:
        raise ValueError(f"{name}: {e}") from e
    if number is None or name == "notional":
        return number
    if name != "margin" and has_currency(value):  # money, whatever the field is called
        return number
    factor = read_leverage(fields.get("leverage")) if name == "margin" else price
    if factor is None:
        missing = "leverage" if name == "margin" else "price"
        raise ValueError(f"notional: the item gives its size as {name}, and no {missing} is known")
    product = number * factor
    if product and abs(product.adjusted()) > _LARGEST_EXPONENT:
        raise ValueError(f"notional: {name} times {factor} is no size that an order can have")
    return product
