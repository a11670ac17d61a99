from datetime import timedelta

import pytest

from tests.clocks import START, FakeClock
from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Instant
from tradewind.domain.configuration import ConfigFile, Leaning, SettingChange
from tradewind.ledger import Ledger
from tradewind.ledger.config_changes import AskedChange

HOME = "host:/srv/desk"


def a_change(new: float = 5) -> AskedChange:
    leverage = SettingChange(
        key="trading.risk.max_leverage",
        old=10,
        new=new,
        leaning=Leaning.TIGHTER,
        needs_restart=False,
        is_asked=True,
    )
    names = SettingChange(
        key="trading.model_symbols",
        old=(),
        new=("BTC-USDT-SWAP",),
        leaning=Leaning.TIGHTER,
        needs_restart=False,
        is_asked=True,
    )
    return AskedChange(
        file=ConfigFile.TRADING,
        by="ann",
        reason="a calmer week",
        mode=RuntimeMode.PAPER,
        changes=(leverage, names),
        version_before="3f1c",
        sha256_before=None,
        sha256_after="ab",
    )


async def test_a_change_comes_back_as_it_was_recorded(ledger: Ledger, clock: FakeClock) -> None:
    number = await ledger.config_changes.ask(a_change(), HOME)
    asked = await ledger.config_changes.get(number)
    assert (asked.by, asked.asked_at, asked.written_at) == ("ann", START, None)
    assert asked.changes == a_change().changes

    clock.advance(timedelta(seconds=1))
    await ledger.config_changes.written(number)

    assert (await ledger.config_changes.get(number)).written_at == Instant.of(START + timedelta(seconds=1))


async def test_changes_are_paged_newest_first_and_by_desk(ledger: Ledger) -> None:
    numbers = [await ledger.config_changes.ask(a_change(new), HOME) for new in (5, 4, 3)]
    await ledger.config_changes.ask(a_change(), "elsewhere")

    first = await ledger.config_changes.page(2, None, HOME)
    rest = await ledger.config_changes.page(2, first.next_cursor, HOME)

    assert [each.change_id for each in (*first.items, *rest.items)] == numbers[::-1]
    assert rest.next_cursor is None
    with pytest.raises(ValueError, match="cursor"):
        await ledger.config_changes.page(2, "nonsense", HOME)
