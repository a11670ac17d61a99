"""The words of a prompt change between two cycles, and every decision names its own."""

from dataclasses import replace
from pathlib import Path

import yaml

from tests.cycle.desk import a_desk
from tests.decision.accounts import DESK
from tests.fakes.chat_server import decides
from tests.instruments import BTC
from tradewind.app.terms import Terms, TermsGround
from tradewind.domain.account import Portfolio, RuntimeMode
from tradewind.domain.decision import Trigger
from tradewind.settings import Settings, load_settings
from tradewind.settings.process import Launch
from tradewind.settings.reload import SettingsWatch

USER = "Mine.\n```json\n$document\n```\nNot: $left_out"
IDLE = {"symbol": BTC, "action": "no_entry", "rationale": "quiet"}


def write(home: Path, prompt: str) -> None:
    cycle = {"prompt": prompt, "skip_unchanged": {"enabled": False}}
    (home / "config" / "trading.yaml").write_text(yaml.safe_dump({"cycle": cycle}))


async def test_an_own_prompt_counts_from_the_next_cycle_and_a_spoiled_one_never(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "config").mkdir(parents=True)
    (home / "prompts").mkdir()
    (home / "prompts" / "system.mine.md").write_text("Trade.")
    (home / "prompts" / "user.mine.md").write_text(USER)
    async with a_desk(tmp_path, decides(IDLE)) as desk:
        (home / "config" / "app.yaml").write_text(yaml.safe_dump({"model": {"base_url": desk.chat.url}}))
        write(home, "v2")

        def read() -> Settings:
            return load_settings(Launch(home=home), {})

        watch = SettingsWatch(read(), read, desk.clock)
        terms = Terms(
            TermsGround(
                watch=watch,
                clock=desk.clock,
                lab=None,
                portfolio=Portfolio(
                    portfolio_id=DESK, name="desk", mode=RuntimeMode.SIMULATOR, currency="USDT"
                ),
                ledger=desk.ledger,
                cache=desk.cache,
                metrics=desk.metrics,
            )
        )
        ports = replace(desk.cycle._ports, decider=terms.decider)
        versions, asked = [], []
        for change in ("none", "own", "spoiled"):
            if change == "own":
                write(home, "mine")
                await watch.look()
                await watch.look()
            if change == "spoiled":
                (home / "prompts" / "user.mine.md").write_text("$balance")
            await terms.run_cycle(ports, Trigger.MANUAL)
            versions.append((await desk.record()).prompt_version)
            asked.append(desk.chat.asked[-1]["messages"][1]["content"][:5])
        await terms.aclose()

    assert versions == ["v2", "mine", "mine"]
    assert asked[1:] == ["Mine.", "Mine."]
