"""The record: double-entry journal, fills, orders, positions, decisions; the only room that speaks SQL.

Never Redis, never a venue, never a decision of its own.
"""

from tradewind.ledger.config import LedgerConfig
from tradewind.ledger.errors import (
    CommitUnknown,
    LedgerError,
    LedgerUnavailable,
    RecordRefused,
    SchemaTooNew,
    SchemaTooOld,
    Unbalanced,
)
from tradewind.ledger.ledger import Ledger, open_ledger, read_ledger
from tradewind.ledger.standing import Standing

__all__ = [
    "CommitUnknown",
    "Ledger",
    "LedgerConfig",
    "LedgerError",
    "LedgerUnavailable",
    "RecordRefused",
    "SchemaTooNew",
    "SchemaTooOld",
    "Standing",
    "Unbalanced",
    "open_ledger",
    "read_ledger",
]
