"""What the desk decides on: the settings in force, as mandate, model and cadence; one snapshot for a whole cycle."""

from dataclasses import dataclass, replace

from tradewind.app.lab_process import Lab
from tradewind.cycle.ports import Mandate, Ports
from tradewind.cycle.schedule import CycleSchedule
from tradewind.cycle.trade import TradeCycle
from tradewind.decision.config import ModelConfig
from tradewind.decision.decide import Decider
from tradewind.decision.model_client import ModelClient
from tradewind.decision.prompt import load_texts
from tradewind.domain.account import RuntimeMode
from tradewind.domain.clock import Clock
from tradewind.domain.decision import Outcome, Trigger
from tradewind.domain.ids import PortfolioId
from tradewind.settings import Settings, rooms
from tradewind.settings.reload import SettingsWatch


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsGround:
    """Whose terms they are."""

    watch: SettingsWatch
    clock: Clock
    lab: Lab | None  # whose rule policy decides where there is no key of a model
    portfolio_id: PortfolioId
    mode: RuntimeMode


class Terms:
    """The terms of one portfolio; they change between cycles and never within one."""

    def __init__(self, ground: TermsGround) -> None:
        self._ground = ground
        self._texts = load_texts()
        self._config = self.model_config()
        self._client = ModelClient(self._config, ground.clock)
        self.decider = Decider(self._client, self._texts)

    def model_config(self) -> ModelConfig:
        """Return which model the next cycle asks."""
        lab = self._ground.lab
        return rooms.model_config(self._ground.watch.settings, lab.chat if lab else None)

    def mandate(self) -> Mandate:
        """Return what may be traded at this moment, and inside which limits."""
        settings = self._ground.watch.settings
        return Mandate(
            portfolio_id=self._ground.portfolio_id,
            decision=rooms.decision_config(settings),
            limits=rooms.risk_limits(settings, self._ground.mode),
            settings_version=settings.version,
        )

    async def run_cycle(self, ports: Ports, trigger: Trigger) -> Outcome:
        """Run one cycle on the terms of its first moment."""
        mandate, config = self.mandate(), self.model_config()
        if config != self._config:
            await self._client.aclose()  # nobody else asks through it: one cycle at a time
            self._config, self._client = config, ModelClient(config, self._ground.clock)
            self.decider = Decider(self._client, self._texts)
        return await TradeCycle(replace(ports, decider=self.decider), mandate).run(trigger)

    async def keep_pace(self, schedule: CycleSchedule) -> None:
        """Give `schedule` every changed cadence, until cancelled."""
        settings: Settings = self._ground.watch.settings
        while True:
            cadence = rooms.cycle_config(settings)
            schedule.set_pace(cadence.period, cadence.timeout)
            settings = await self._ground.watch.beyond(settings)

    async def aclose(self) -> None:
        """Close the connections to the model."""
        await self._client.aclose()
