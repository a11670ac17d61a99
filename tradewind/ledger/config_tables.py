"""The table of settings that people changed; part of the one schema of `tables`."""

from sqlalchemy import Column, Table, Text

from tradewind.domain.account import RuntimeMode
from tradewind.domain.configuration import ConfigFile
from tradewind.ledger.columns import Choice, Moment
from tradewind.ledger.tables import RowNumber, metadata

config_changes = Table(
    "config_changes",
    metadata,
    Column("seq", RowNumber, primary_key=True, autoincrement=True),
    Column("desk", Text, nullable=False, index=True),
    Column("file", Choice(ConfigFile), nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("mode", Choice(RuntimeMode), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("changes_json", Text, nullable=False),
    Column("version_before", Text, nullable=False),
    Column("sha256_before", Text),
    Column("sha256_after", Text, nullable=False),
    Column("written_at", Moment),
)
