"""The record, opened: one repository for each kind of fact."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tradewind.domain.clock import Clock
from tradewind.ledger.account_leases import AccountLeases
from tradewind.ledger.audit import Audit
from tradewind.ledger.config import LedgerConfig
from tradewind.ledger.config_changes import ConfigChanges
from tradewind.ledger.database import Database
from tradewind.ledger.decision_audit import DecisionAudit
from tradewind.ledger.decisions import Decisions
from tradewind.ledger.desk_states import DeskStates
from tradewind.ledger.equity import Equity
from tradewind.ledger.fills import Fills
from tradewind.ledger.lessons import Lessons
from tradewind.ledger.model_usage import ModelUsage
from tradewind.ledger.orders import Orders
from tradewind.ledger.outcomes import Outcomes
from tradewind.ledger.portfolios import Portfolios
from tradewind.ledger.positions import Positions
from tradewind.ledger.postings import Postings
from tradewind.ledger.risk_journal import RiskJournal
from tradewind.ledger.runtime_settings import RuntimeSettings
from tradewind.ledger.schema import check, migrate
from tradewind.ledger.standing import Standings


class Ledger:
    """What happened, durable at every commit; each call is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.audit = Audit(database)
        self.portfolios = Portfolios(database, clock)
        self.postings = Postings(database, clock)
        self.fills = Fills(database, clock)
        self.positions = Positions(database)
        self.orders = Orders(database, clock)
        self.decisions = Decisions(database)
        self.decision_audit = DecisionAudit(database)
        self.model_usage = ModelUsage(database)
        self.risk_journal = RiskJournal(database)
        self.outcomes = Outcomes(database)
        self.lessons = Lessons(database)
        self.equity = Equity(database)
        self.standings = Standings(database)
        self.desk_states = DeskStates(database)
        self.runtime_settings = RuntimeSettings(database, clock)
        self.config_changes = ConfigChanges(database, clock)
        self.account_leases = AccountLeases(database, clock)


@asynccontextmanager
async def open_ledger(url: str, clock: Clock, config: LedgerConfig | None = None) -> AsyncIterator[Ledger]:
    """Yield the ledger at `url`, e.g. sqlite:////srv/desk/ledger.db, brought to this version's schema.

    SchemaTooNew when a newer version wrote it, LedgerUnavailable, ValueError for an address without a file.
    """
    database = Database(url, config or LedgerConfig())
    try:
        await migrate(database)
        yield Ledger(database, clock)
    finally:
        await database.close()


@asynccontextmanager
async def read_ledger(url: str, clock: Clock, config: LedgerConfig | None = None) -> AsyncIterator[Ledger]:
    """Yield the ledger at `url` to be read, beside a desk that writes it or without one; nothing is brought up to date.

    SchemaTooOld, SchemaTooNew, LedgerUnavailable where there is none.
    """
    database = Database(url, config or LedgerConfig(), must_exist=True)
    try:
        await check(database)
        yield Ledger(database, clock)
    finally:
        await database.close()
