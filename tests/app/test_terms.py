"""A cycle works on the settings of its first moment, and its decision names them."""

import shutil
from dataclasses import replace
from pathlib import Path

import yaml

from tests.cycle.desk import CycleDesk, a_desk, an_opening
from tests.decision.accounts import DESK
from tests.fakes.chat_server import decides
from tests.instruments import BTC
from tradewind.app.terms import Terms, TermsGround
from tradewind.cycle.ports import Ports
from tradewind.decision.prompt_texts import PROMPTS
from tradewind.domain.account import AccountSnapshot, Portfolio, RuntimeMode
from tradewind.domain.decision import DecisionRecord, Outcome, Trigger
from tradewind.domain.ids import PortfolioId
from tradewind.portfolio import AccountReader
from tradewind.settings import Settings, load_settings
from tradewind.settings.process import Launch
from tradewind.settings.reload import SettingsWatch

PORTFOLIO = Portfolio(portfolio_id=DESK, name="desk", mode=RuntimeMode.SIMULATOR, currency="USDT")


class Files:
    """A home whose settings are written again when the account is valued for the second time: the model has answered."""

    def __init__(self, home: Path, desk: CycleDesk) -> None:
        self._home = home
        self._desk = desk
        self._valued = 0
        (home / "config").mkdir(parents=True)
        self.write(model="first", min_confidence=0.7)
        self.watch = SettingsWatch(self._read(), self._read, desk.clock)

    def _read(self) -> Settings:
        return load_settings(Launch(home=self._home), {})

    def write(self, *, model: str, min_confidence: float) -> None:
        app = {"model": {"name": model, "base_url": self._desk.chat.url}}
        (self._home / "config" / "app.yaml").write_text(yaml.safe_dump(app))
        trading = {"risk": {"min_confidence": min_confidence}}
        (self._home / "config" / "trading.yaml").write_text(yaml.safe_dump(trading))

    async def snapshot(self, portfolio_id: PortfolioId) -> AccountSnapshot:
        self._valued += 1
        if self._valued == 2:
            self.write(model="second", min_confidence=0.9)
            await self.watch.look()
            await self.watch.look()
        return await AccountReader(self._desk.ledger, self._desk.cache, self._desk.clock).snapshot(
            portfolio_id
        )


def a_ground(files: Files, desk: CycleDesk) -> TermsGround:
    return TermsGround(
        watch=files.watch,
        clock=desk.clock,
        lab=None,
        portfolio=PORTFOLIO,
        ledger=desk.ledger,
        cache=desk.cache,
        metrics=desk.metrics,
    )


async def test_a_reload_during_a_decision_counts_from_the_next_one_f76(tmp_path: Path) -> None:
    opening = an_opening(confidence=0.8)
    async with a_desk(tmp_path, decides(opening)) as desk:
        files = Files(tmp_path / "home", desk)
        first = files.watch.state.version
        terms = Terms(a_ground(files, desk))
        ports: Ports = replace(desk.cycle._ports, accounts=files, decider=terms.decider)

        await terms.run_cycle(ports, Trigger.SCHEDULE)
        before = await desk.record()
        placed = len(desk.venue.placed)
        await terms.run_cycle(ports, Trigger.SCHEDULE)
        after = await desk.record()
        await terms.aclose()

    second = files.watch.state.version
    assert first != second
    assert (before.settings_version, before.model, placed) == (first, "first", 1)
    assert (after.settings_version, after.model, len(desk.venue.placed)) == (second, "second", 1)
    assert (is_confident(before), is_confident(after)) == (True, False)


async def test_a_prompt_that_was_edited_is_asked_with_though_the_market_stands_still(tmp_path: Path) -> None:
    idle = {"symbol": BTC, "action": "no_entry", "rationale": "quiet"}
    async with a_desk(tmp_path, decides(idle)) as desk:
        files = Files(tmp_path / "home", desk)
        prompts = tmp_path / "home" / "prompts"
        shutil.copytree(PROMPTS, prompts)
        for part in ("system", "user"):
            (prompts / f"{part}.v1.md").rename(prompts / f"{part}.mine.md")
        cycle = {"prompt": "mine", "skip_unchanged": {"enabled": True}}
        (tmp_path / "home" / "config" / "trading.yaml").write_text(yaml.safe_dump({"cycle": cycle}))
        await files.watch.look()
        await files.watch.look()
        terms = Terms(a_ground(files, desk))
        ports: Ports = replace(desk.cycle._ports, decider=terms.decider)

        outcomes = [await terms.run_cycle(ports, Trigger.SCHEDULE) for _ in range(2)]
        (prompts / "system.mine.md").write_text("Answer in JSON.")
        outcomes.append(await terms.run_cycle(ports, Trigger.SCHEDULE))
        await terms.aclose()

    assert outcomes == [Outcome.DECIDED, Outcome.SKIPPED, Outcome.DECIDED]


def is_confident(record: DecisionRecord) -> bool:
    (item,) = [item for item in record.items if item.proposal.symbol == BTC]
    (passed,) = [verdict.passed for verdict in item.verdicts if verdict.gate == "confidence"]
    return passed
