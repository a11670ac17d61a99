"""What a running desk takes over from files that were read again: tightened limits at once, loosened ones once accepted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import msgspec

from tradewind.domain.account import RuntimeMode
from tradewind.risk.limits import loosened
from tradewind.settings import rooms
from tradewind.settings.files import ModelLimitsSection, RiskSection
from tradewind.settings.process import Settings
from tradewind.settings.source import SettingsRefused

FILES = ("app", "trading", "logging")
KEY_OF = {"max_total_exposure_share": "max_exposure_share"}
"""Limits whose key in trading.yaml differs from their name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Files that were read, beside the settings in force."""

    settings: Settings  # what is in force from now on
    waiting: tuple[str, ...]  # sentences: loosened limits that keep their value until somebody accepts them
    needs_restart: tuple[str, ...]  # changed keys that a running desk cannot take over


def taken_over(in_force: Settings, read: Settings, *, is_accepted: bool) -> Change:
    """Return what becomes of `read` while the desk runs; SettingsRefused when the two do not go together.

    Limits, the models' limits, the model's symbols, the cycle and the models are taken over; everything else waits for a start.
    """
    wanted = _possible(in_force, read)
    waiting = () if is_accepted else tuple(_waiting(in_force, wanted))
    settings = wanted if is_accepted else _held_back(in_force, wanted)
    for file, reason in rooms.refusals(settings):
        raise SettingsRefused(f"{file}.yaml: values that do not go together while the desk runs: {reason}")
    return Change(settings=settings, waiting=waiting, needs_restart=tuple(differing(wanted, read)))


def loosened_keys(in_force: Settings, read: Settings) -> tuple[str, ...]:
    """Return the keys of `read` that would wait for somebody's word, as trading.risk.max_leverage."""
    wanted = _possible(in_force, read)
    return tuple(differing(_held_back(in_force, wanted), wanted))


def differing(one: Settings, other: Settings) -> Iterator[str]:
    """Yield the keys whose values differ, as trading.risk.max_leverage."""
    for file in FILES:
        yield from _differing(
            file, msgspec.to_builtins(getattr(one, file)), msgspec.to_builtins(getattr(other, file))
        )


def _possible(in_force: Settings, read: Settings) -> Settings:
    trading = msgspec.structs.replace(
        in_force.trading,
        risk=read.trading.risk,
        cycle=read.trading.cycle,
        model_limits=read.trading.model_limits,
    )
    if set(read.trading.model_symbols) <= set(trading.symbols):
        trading = msgspec.structs.replace(trading, model_symbols=read.trading.model_symbols)
    return replace(in_force, trading=trading, app=msgspec.structs.replace(in_force.app, model=read.app.model))


def _waiting(in_force: Settings, wanted: Settings) -> Iterator[str]:
    held = _held_back(in_force, wanted)
    before, after = ({"trading": msgspec.to_builtins(each.trading)} for each in (held, wanted))
    for key in differing(held, wanted):
        yield f"{key} stays {value_at(before, key)}, the file says {value_at(after, key)}"


def _held_back(in_force: Settings, wanted: Settings) -> Settings:
    """Return `wanted` with the values of `in_force` wherever they are tighter."""
    old, risk = in_force.trading.risk, wanted.trading.risk
    for mode in RuntimeMode:
        for name in loosened(rooms.risk_limits(in_force, mode), rooms.risk_limits(wanted, mode)):
            risk = _keeping(old, risk, name, mode)
    model_limits = _tighter(in_force.trading.model_limits, wanted.trading.model_limits)
    trading = msgspec.structs.replace(wanted.trading, risk=risk, model_limits=model_limits)
    if not set(_tradable(wanted)) <= set(_tradable(in_force)):
        trading = msgspec.structs.replace(trading, model_symbols=in_force.trading.model_symbols)
    return replace(wanted, trading=trading)


def _keeping(old: RiskSection, risk: RiskSection, name: str, mode: RuntimeMode) -> RiskSection:
    if name == "enforcement":
        kept = {mode.value: getattr(old.enforcement, mode.value)}
        return msgspec.structs.replace(risk, enforcement=msgspec.structs.replace(risk.enforcement, **kept))
    key = KEY_OF.get(name, name)
    return msgspec.structs.replace(risk, **{key: getattr(old, key)})


def _tighter(old: ModelLimitsSection, new: ModelLimitsSection) -> ModelLimitsSection:
    """Return `new` with the values of `old` wherever they are tighter: a lower budget, a dearer worst case."""
    budget, worst_case = new.daily_budget_usd, new.worst_case_usd_per_call
    if _is_above(budget, old.daily_budget_usd):
        budget = old.daily_budget_usd
    if _may_be_cheaper(old, worst_case):
        worst_case = old.worst_case_usd_per_call
    return ModelLimitsSection(
        daily_budget_usd=budget,
        worst_case_usd_per_call=worst_case,
        safe_mode_after=min(old.safe_mode_after, new.safe_mode_after),
    )


def _may_be_cheaper(old: ModelLimitsSection, worst_case: str | None) -> bool:
    """Tell whether a call of unknown cost may count less; None: it is worked out of prices, to no matter what."""
    if old.worst_case_usd_per_call is None:
        return worst_case is not None and old.daily_budget_usd is not None
    return _is_above(old.worst_case_usd_per_call, worst_case or "0")


def _is_above(limit: str | None, other: str | None) -> bool:
    """Tell whether a limit lets more through than `other`; None: there is none."""
    return other is not None and (limit is None or Decimal(limit) > Decimal(other))


def _tradable(settings: Settings) -> tuple[str, ...]:
    return settings.trading.model_symbols or settings.trading.symbols


def _differing(key: str, one: object, other: object) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for name in dict.fromkeys([*one, *other]):
            yield from _differing(f"{key}.{name}", one.get(name), other.get(name))
    elif one != other:
        yield key


def value_at(values: Mapping[str, object], key: str) -> object:
    """Return what stands at a dotted key of nested mappings, None where nothing does."""
    found: object = values
    for step in key.split("."):
        found = found[step] if isinstance(found, Mapping) else None
    return found
