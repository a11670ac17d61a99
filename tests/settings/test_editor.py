"""Settings that a person changes while the desk runs: previewed, confirmed where they loosen, on record, in one step."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest
import yaml

from tests.clocks import FakeClock
from tests.ledgers import ledger_in
from tests.waiting import comes_true
from tradewind.domain.account import RuntimeMode
from tradewind.domain.configuration import (
    ConfigEdit,
    ConfigFile,
    ConfigPreview,
    ConfigWord,
    EditOutdated,
    EditRefused,
    Leaning,
    NotConfirmed,
    SetBy,
    SettingKey,
    SettingValue,
    ValuesRefused,
)
from tradewind.ledger import Ledger, open_ledger
from tradewind.settings import Launch, SettingsFiles
from tradewind.settings.acceptance import NAME
from tradewind.settings.editor import SettingsEditor
from tradewind.settings.reload import SettingsWatch

LEVERAGE = "risk.max_leverage"


class Desk:
    """A home, its watch and the editor over both."""

    def __init__(self, home: Path, ledger: Ledger, environment: Mapping[str, str]) -> None:
        self.home, self.ledger, self.mode = home, ledger, RuntimeMode.SIMULATOR
        files = SettingsFiles(launch=Launch(home=home), environment=environment)
        self.watch = SettingsWatch(files.read(), files.read, FakeClock())
        self.editor = SettingsEditor(
            files, self.watch, ledger=ledger, clock=FakeClock(), mode=lambda: self.mode, home="here"
        )

    @property
    def path(self) -> Path:
        return self.home / "config" / "trading.yaml"

    def write(self, text: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text)

    async def look(self) -> None:
        await self.watch.look()
        await self.watch.look()

    async def preview(self, values: Mapping[str, SettingValue]) -> ConfigPreview:
        return await self.editor.preview(an_edit(values))

    async def change(
        self, values: Mapping[str, SettingValue], digest: str | None = None, confirm: str | None = None
    ) -> None:
        word = ConfigWord(by="ann", reason="a calmer week", digest=digest, confirm=confirm)
        await self.editor.update(an_edit(values), word)

    async def key(self, name: str, file: ConfigFile = ConfigFile.TRADING) -> SettingKey:
        document = await self.editor.document(file)
        return next(each for each in document.keys if each.key == name)

    @property
    def leverage(self) -> float:
        return self.watch.settings.trading.risk.max_leverage


def an_edit(values: Mapping[str, SettingValue]) -> ConfigEdit:
    return ConfigEdit(file=ConfigFile.TRADING, values=values)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_ledger(ledger_in(tmp_path), FakeClock()) as ledger:
        yield Desk(tmp_path, ledger, {})


async def test_a_tightened_limit_is_in_force_before_the_answer_and_on_record(desk: Desk) -> None:
    desk.write("# mine\nrisk:\n  max_leverage: 10  # enough\n")
    await desk.look()

    await desk.change({LEVERAGE: 5})

    assert desk.leverage == 5
    assert desk.path.read_text() == "# mine\nrisk:\n  max_leverage: 5  # enough\n"
    [record] = (await desk.editor.history(10, None)).items
    assert (record.by, record.reason, record.mode) == ("ann", "a calmer week", RuntimeMode.SIMULATOR)
    assert [(row.key, row.old, row.new, row.leaning) for row in record.changes] == [
        ("trading.risk.max_leverage", 10, 5, Leaning.TIGHTER)
    ]
    assert record.written_at is not None


async def test_a_preview_tells_tighter_from_looser_and_now_from_later_and_writes_nothing(desk: Desk) -> None:
    preview = await desk.preview(
        {
            LEVERAGE: 20,
            "risk.min_confidence": 0.9,
            "risk.enforcement.paper": "observed",
            "runaway.loss_per_day": "5000",
            "cycle.period_seconds": 60,
            "model_symbols": ("BTC-USDT-SWAP",),
        }
    )

    assert {row.key.partition(".")[2]: (row.leaning, row.needs_restart) for row in preview.changes} == {
        "risk.max_leverage": (Leaning.LOOSER, False),
        "risk.min_confidence": (Leaning.TIGHTER, False),
        "risk.enforcement.paper": (Leaning.LOOSER, False),
        "runaway.loss_per_day": (Leaning.LOOSER, True),
        "cycle.period_seconds": (Leaning.OTHER, False),
        "model_symbols": (Leaning.TIGHTER, False),
    }
    assert preview.word == "loosen"
    assert not desk.path.exists()


async def test_a_loosened_limit_takes_the_digest_and_the_word_of_its_preview(desk: Desk) -> None:
    preview = await desk.preview({LEVERAGE: 20})

    for digest, confirm in ((None, "loosen"), (preview.digest, None), (preview.digest, "yes")):
        with pytest.raises(NotConfirmed):
            await desk.change({LEVERAGE: 20}, digest=digest, confirm=confirm)
    assert (desk.leverage, desk.path.exists()) == (10, False)
    assert (await desk.editor.history(10, None)).items == ()

    await desk.change({LEVERAGE: 20}, digest=preview.digest, confirm="Loosen ")

    assert desk.leverage == 20
    assert not (desk.home / NAME).exists(), "the word counts once"


async def test_the_word_for_one_change_is_no_word_for_another(desk: Desk) -> None:
    preview = await desk.preview({LEVERAGE: 11})

    with pytest.raises(EditOutdated):
        await desk.change({LEVERAGE: 100}, digest=preview.digest, confirm="loosen")

    assert desk.leverage == 10


async def test_in_live_mode_the_word_is_another_and_several_people_are_not_one_page(desk: Desk) -> None:
    desk.mode = RuntimeMode.LIVE
    preview = await desk.preview({LEVERAGE: 20})
    assert preview.word == "loosen live"
    with pytest.raises(NotConfirmed):
        await desk.change({LEVERAGE: 20}, digest=preview.digest, confirm="loosen")

    desk.write("live:\n  approvals: 1\n")
    restarted = Desk(desk.home, desk.ledger, {})
    restarted.mode = RuntimeMode.LIVE
    with pytest.raises(EditRefused, match="tradewind config accept"):
        await restarted.preview({LEVERAGE: 20})
    await restarted.change({LEVERAGE: 5})
    assert restarted.leverage == 5, "tightening is everybody's"


async def test_of_two_changes_at_once_one_wins_and_the_other_is_told(desk: Desk) -> None:
    five, four = await desk.preview({LEVERAGE: 5}), await desk.preview({LEVERAGE: 4})

    async def changing(to: int, digest: str) -> EditOutdated | None:
        try:
            await desk.change({LEVERAGE: to}, digest=digest)
        except EditOutdated as e:
            return e
        return None

    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(changing(5, five.digest))
        second = tasks.create_task(changing(4, four.digest))
    outcomes = [first.result(), second.result()]

    assert [type(each) for each in outcomes].count(EditOutdated) == 1
    assert desk.leverage == (5 if outcomes[0] is None else 4)
    assert len((await desk.editor.history(10, None)).items) == 1


async def test_what_was_confirmed_for_play_money_is_not_written_once_money_is_traded(desk: Desk) -> None:
    preview = await desk.preview({LEVERAGE: 20})

    async def is_on_record() -> bool:
        return bool((await desk.editor.history(10, None)).items)

    async def refused() -> None:
        with pytest.raises(EditOutdated):
            await desk.change({LEVERAGE: 20}, digest=preview.digest, confirm="loosen")

    async with asyncio.TaskGroup() as tasks, desk.watch.writing():
        tasks.create_task(refused())
        await comes_true(is_on_record)
        desk.mode = RuntimeMode.LIVE

    assert (desk.leverage, desk.path.exists(), (desk.home / NAME).exists()) == (10, False, False)
    [record] = (await desk.editor.history(10, None)).items
    assert record.written_at is None


async def test_a_file_that_somebody_edited_meanwhile_is_not_written_over(desk: Desk) -> None:
    preview = await desk.preview({LEVERAGE: 5})
    desk.write("risk:\n  max_leverage: 3\n")

    with pytest.raises(EditOutdated):
        await desk.change({LEVERAGE: 5}, digest=preview.digest)

    assert desk.path.read_text() == "risk:\n  max_leverage: 3\n"


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"risk.max_leverage": 900}, LEVERAGE),
        ({"risk.max_leverage": "ten"}, LEVERAGE),
        ({"risk.max_leverage": float("nan")}, LEVERAGE),
        ({"risk.max_leverage": float("inf")}, LEVERAGE),
        ({"risk.max_leverage": True}, LEVERAGE),
        ({"risk.max_leverage": None}, LEVERAGE),
        ({"risk.daily_loss_cap": 1000}, "risk.daily_loss_cap"),
        ({"risk.daily_loss_cap": "-5"}, "risk.daily_loss_cap"),
        ({"risk.daily_loss_cap": "0"}, "trading"),
        ({"risk.max_leverge": 3}, "risk.max_leverge"),
        ({"risk": 3}, "risk"),
        ({"model_symbols": ("ADA-USDT-SWAP",)}, "trading"),
        ({"symbols": ()}, "symbols"),
        ({"broker": "live"}, "broker"),
        ({"live.approvals": 0}, "live.approvals"),
        ({"promotion.required": False}, "promotion.required"),
        ({"cycle.prompt": "none-such"}, "trading"),
        ({"cycle.prompt": "../../etc/passwd"}, "cycle.prompt"),
    ],
)
async def test_a_value_that_makes_no_sense_is_refused_by_name_and_nothing_is_lost(
    desk: Desk, values: dict[str, SettingValue], key: str
) -> None:
    desk.write("risk:\n  max_orders_per_minute: 6\n")
    await desk.look()

    with pytest.raises(ValuesRefused) as refused:
        await desk.change({"risk.min_confidence": 0.9, **values})

    assert list(refused.value.reasons) == [key]
    assert all(refused.value.reasons.values())
    assert desk.path.read_text() == "risk:\n  max_orders_per_minute: 6\n"
    assert desk.watch.settings.trading.risk.min_confidence == 0.6


@pytest.mark.parametrize(
    "key", ["model.base_url", "server.allowed_hosts", "market.rest_url", "stocks.rest_url"]
)
async def test_where_the_desk_asks_and_listens_is_not_changed_over_http(desk: Desk, key: str) -> None:
    edit = ConfigEdit(file=ConfigFile.APP, values={key: "http://evil.example"})

    with pytest.raises(ValuesRefused, match="on the desk's machine"):
        await desk.editor.preview(edit)


async def test_what_the_environment_sets_is_changed_there(tmp_path: Path) -> None:
    variable = "TRADEWIND_TRADING__RISK__MAX_LEVERAGE"
    async with open_ledger(ledger_in(tmp_path), FakeClock()) as ledger:
        desk = Desk(tmp_path, ledger, {variable: "4"})

        key = await desk.key(LEVERAGE)
        assert (key.in_force, key.set_by, key.variable, key.shipped) == (4, SetBy.ENVIRONMENT, variable, 10)
        with pytest.raises(ValuesRefused, match=variable):
            await desk.change({LEVERAGE: 3})


async def test_a_shipped_value_can_be_written_down_as_it_is(desk: Desk) -> None:
    assert (await desk.key(LEVERAGE)).set_by is SetBy.SHIPPED

    await desk.change({LEVERAGE: 10})

    key = await desk.key(LEVERAGE)
    assert (key.set_by, key.is_authored, key.in_force) == (SetBy.FILE, True, 10)
    assert yaml.safe_load(desk.path.read_text()) == {"risk": {"max_leverage": 10}}, (
        "and nothing along with it"
    )
    with pytest.raises(EditRefused, match="says so already"):
        await desk.change({LEVERAGE: 10})


async def test_what_already_waits_is_shown_and_tightening_does_not_let_it_through(desk: Desk) -> None:
    desk.write("risk:\n  max_notional_share: 0.9\n")
    await desk.look()
    assert (await desk.key("risk.max_notional_share")).in_files == 0.9

    preview = await desk.preview({LEVERAGE: 5})
    assert [(row.key, row.is_asked) for row in preview.changes] == [
        ("trading.risk.max_leverage", True),
        ("trading.risk.max_notional_share", False),
    ]
    assert preview.word is None
    await desk.change({LEVERAGE: 5}, digest=preview.digest)

    assert (desk.leverage, desk.watch.settings.trading.risk.max_notional_share) == (5, 0.5)
    assert desk.watch.state.waiting


async def test_what_cannot_be_written_says_so_and_stays_on_record_as_not_written(desk: Desk) -> None:
    (desk.home / "config").write_text("a file where a folder belongs")

    with pytest.raises(EditRefused, match="is no folder"):
        await desk.change({LEVERAGE: 5})

    assert desk.leverage == 10


async def test_nothing_secret_is_told(tmp_path: Path) -> None:
    secret = "hunter2-and-more"
    environment = {
        "AUTOTRADE_LLM_API_KEY": secret,
        "TRADEWIND_APP__MODEL__BASE_URL": f"https://ann:{secret}@models.example/v1",
    }
    async with open_ledger(ledger_in(tmp_path), FakeClock()) as ledger:
        desk = Desk(tmp_path, ledger, environment)
        for file in ConfigFile:
            assert secret not in repr(await desk.editor.document(file))


async def test_a_limit_that_waits_is_accepted_with_the_word(desk: Desk) -> None:
    desk.write("risk:\n  max_leverage: 20\n")
    await desk.look()
    assert (desk.leverage, bool(desk.watch.state.waiting)) == (10, True)

    preview = await desk.preview({LEVERAGE: 20})
    assert preview.word == "loosen"
    await desk.change({LEVERAGE: 20}, digest=preview.digest, confirm="loosen")

    assert (desk.leverage, desk.watch.state.waiting) == (20, ())
