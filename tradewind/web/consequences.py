"""What looser limits would let through, in numbers, on the account as it stands."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from tradewind.domain.account import AccountSnapshot
from tradewind.domain.configuration import Leaning, SettingChange, SettingValue

SHARES_OF_EQUITY = {
    "trading.risk.max_notional_share": "One position may be as large as",
    "trading.risk.max_exposure_share": "All positions together may be as large as",
}
AMOUNTS = {
    "trading.risk.daily_loss_cap": ("A day may lose up to", "USDT before nothing opens"),
    "trading.runaway.loss_per_day": ("A day may lose up to", "USDT before the kill switch turns"),
    "trading.runaway.notional_per_hour": ("An hour may open up to", "USDT before the kill switch turns"),
    "trading.model_limits.daily_budget_usd": ("The models may cost up to", "USD a day"),
}


def consequences_of(changes: Iterable[SettingChange], account: AccountSnapshot) -> Iterator[str]:
    """Yield a sentence for each looser limit whose effect can be told; equity that is unknown is called so."""
    for change in changes:
        if change.leaning is Leaning.LOOSER and (said := _consequence(change, account)):
            yield said


def _consequence(change: SettingChange, account: AccountSnapshot) -> str | None:
    old, new = _number(change.old), _number(change.new)
    if (beginning := SHARES_OF_EQUITY.get(change.key)) and old is not None and new is not None:
        if account.equity is None:
            return f"{beginning} {new:.0%} of equity instead of {old:.0%}; equity is not known now."
        unit = account.currency
        return (
            f"{beginning} {account.equity * new:,.0f} {unit} instead of {account.equity * old:,.0f} {unit}."
        )
    if words := AMOUNTS.get(change.key):
        beginning, end = words
        return f"{beginning} {_amount(new)} {end}, instead of {_amount(old)}."
    if change.key == "trading.risk.max_leverage" and old and new:
        return (
            f"At {_amount(new)}x a move of {1 / new:.1%} against a position takes all of its margin; "
            f"at {_amount(old)}x it takes {1 / old:.1%}."
        )
    if change.key == "trading.risk.drawdown_pause_share" and old is not None and new is not None:
        return f"Openings pause {new:.1%} below the highest equity instead of {old:.1%}."
    return None


def _number(value: SettingValue) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    return Decimal(str(value))


def _amount(number: Decimal | None) -> str:
    return "any amount" if number is None else f"{number.normalize():,f}"
