"""What the desk decides on: the settings in force, as mandate, model and cadence; one snapshot for a whole cycle."""

from dataclasses import dataclass, replace

import structlog

from tradewind.app.lab_process import Lab
from tradewind.bus.cache import Cache
from tradewind.cycle.ports import Mandate, Ports
from tradewind.cycle.schedule import CycleSchedule
from tradewind.cycle.trade import TradeCycle
from tradewind.decision.budget import DailyBudget
from tradewind.decision.config import ModelConfig
from tradewind.decision.decide import Decider
from tradewind.decision.market_lookup import MarketLookup
from tradewind.decision.model_line import ModelLine
from tradewind.decision.models_config import BudgetConfig, ModelsConfig
from tradewind.decision.prompt_texts import PromptRefused
from tradewind.decision.safe_mode import SafeMode
from tradewind.decision.thinking import Broadcast
from tradewind.domain.account import Portfolio
from tradewind.domain.clock import Clock
from tradewind.domain.decision import Outcome, Trigger
from tradewind.ledger import Ledger
from tradewind.settings import Settings, rooms
from tradewind.settings.models import budget_config, models_config
from tradewind.settings.reload import SettingsWatch
from tradewind.telemetry.metrics import Metrics

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsGround:
    """Whose terms they are."""

    watch: SettingsWatch
    clock: Clock
    lab: Lab | None  # whose rule policy decides where there is no key of a model
    portfolio: Portfolio
    ledger: Ledger
    cache: Cache
    metrics: Metrics


class Terms:
    """The terms of one portfolio; they change between cycles and never within one."""

    def __init__(self, ground: TermsGround) -> None:
        self._ground = ground
        self._texts = rooms.prompt_texts(ground.watch.settings)
        self.broadcast = Broadcast(ground.cache, ground.clock)
        self.budget = DailyBudget(ground.ledger.model_usage, ground.clock, self._budget_config)
        self.safe_mode = SafeMode(lambda: ground.watch.settings.trading.model_limits.safe_mode_after)
        self._config = self._models_config()
        self._lookup = MarketLookup(ground.cache, ground.clock, lambda: self.mandate().decision.symbols)
        self.line = self._line(self._config)
        self.decider = Decider(self.line, self._texts, self.budget)

    def model_config(self) -> ModelConfig:
        """Return which model the next cycle asks first."""
        return self._models_config().models[0]

    def mandate(self) -> Mandate:
        """Return what may be traded at this moment, and inside which limits."""
        settings = self._ground.watch.settings
        return Mandate(
            portfolio_id=self._ground.portfolio.portfolio_id,
            decision=rooms.decision_config(settings),
            limits=rooms.risk_limits(settings, self._ground.portfolio.mode),
            settings_version=settings.version,
            pacing=rooms.cycle_config(settings).pacing,
        )

    def _read_texts(self) -> bool:
        """Read the prompt again and say whether it differs; one that is refused leaves the last good one in force."""
        try:
            texts = rooms.prompt_texts(self._ground.watch.settings)
        except PromptRefused as e:
            _log.warning("prompt_refused", reason=str(e), in_force=self._texts.version)
            return False
        is_changed = texts != self._texts
        self._texts = texts
        return is_changed

    async def run_cycle(self, ports: Ports, trigger: Trigger) -> Outcome:
        """Run one cycle on the terms of its first moment."""
        mandate, config = self.mandate(), self._models_config()
        is_reworded = self._read_texts()
        if config != self._config:
            await self.line.aclose()  # nobody else asks through it: one cycle at a time
            self._config, self.line = config, self._line(config)
            is_reworded = True
        if is_reworded:
            self.decider = Decider(self.line, self._texts, self.budget)
            ports.skip_gate.decided(None)  # other words may bring another answer to the same market
        return await TradeCycle(replace(ports, decider=self.decider), mandate).run(trigger)

    async def keep_pace(self, schedule: CycleSchedule) -> None:
        """Give `schedule` every changed cadence, until cancelled."""
        settings: Settings = self._ground.watch.settings
        while True:
            cadence = rooms.cycle_config(settings)
            schedule.set_pace(cadence.period, cadence.timeout)
            settings = await self._ground.watch.beyond(settings)

    async def aclose(self) -> None:
        """Close the connections to the models."""
        await self.line.aclose()

    def _line(self, config: ModelsConfig) -> ModelLine:
        ground = self._ground
        return ModelLine(config, ground.clock, ground.metrics, self.broadcast, self._lookup)

    def _models_config(self) -> ModelsConfig:
        return models_config(self._ground.watch.settings, self._lab_chat)

    def _budget_config(self) -> BudgetConfig:
        return budget_config(self._ground.watch.settings, self._lab_chat)

    @property
    def _lab_chat(self) -> str | None:
        return self._ground.lab.chat if self._ground.lab else None
