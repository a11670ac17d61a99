"""Connections and transactions: one writer at a time, readers beside it, outside errors in the ledger's words."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, RowMapping, Select, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from tradewind.ledger.config import LedgerConfig
from tradewind.ledger.errors import CommitUnknown, LedgerUnavailable, RecordRefused, TransactionLost
from tradewind.ledger.sqlite_driver import OneTripConnection

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
"""The asynchronous driver behind a plain database address."""
ONE_STATEMENT: Mapping[str, Any] = {"is_one_statement": True}
"""Of a connection that asks once: SQLite needs no transaction around it."""
LOST = ("40001", "40P01")
"""PostgreSQL's states of a transaction that lost against another: serialization failure and deadlock."""
NOT_COMMITTED = ("locked", "busy", "full")
"""Words of SQLite for a commit that left the transaction open, to be rolled back."""


class Database:
    """The ledger's database; SQLite is durable at every commit."""

    def __init__(self, url: str, config: LedgerConfig, *, must_exist: bool = False) -> None:
        self._url = _with_driver(url, must_exist=must_exist)
        self._answer_seconds = config.answer_timeout.total_seconds()
        is_sqlite = self._url.get_backend_name() == "sqlite"
        engine = self._sqlite_engine if is_sqlite else self._server_engine
        self._writer = engine(config, connections=1, is_writer=True)
        self._reader = engine(config, connections=config.readers, is_writer=False)
        self._asker = self._reader.execution_options(**ONE_STATEMENT)

    @property
    def address(self) -> str:
        """Where the database is, without its password."""
        return self._url.render_as_string(hide_password=True)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Yield a transaction that is committed at the end, whole or not at all.

        LedgerUnavailable, CommitUnknown or RecordRefused; a cancelled caller leaves nothing half written.
        """
        is_committing = False
        try:
            with self._translated():
                async with asyncio.timeout(self._answer_seconds), self._writer.connect() as connection:
                    await connection.begin()
                    yield connection
                    is_committing = True
                    await connection.commit()
        except TransactionLost:
            raise
        except LedgerUnavailable as e:
            if is_committing and not any(word in str(e) for word in NOT_COMMITTED):
                raise CommitUnknown(f"{e}; whether it was committed is unknown") from e
            raise

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Yield a consistent view of one moment; LedgerUnavailable."""
        with self._translated():
            async with asyncio.timeout(self._answer_seconds), self._reader.connect() as connection:
                yield connection

    async def rows(self, query: Select[Any], values: Mapping[str, Any]) -> Sequence[RowMapping]:
        """Return what one query finds, which sees one moment by itself; LedgerUnavailable."""
        with self._translated():
            async with asyncio.timeout(self._answer_seconds), self._asker.connect() as connection:
                found: Sequence[RowMapping] = (await connection.execute(query, values)).mappings().all()
                return found

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.dispose()
        await self._reader.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError as e:
            raise RecordRefused(f"the ledger refused a row: {e.orig}") from e
        except ProgrammingError:
            raise
        except DBAPIError as e:
            if getattr(e.orig, "sqlstate", None) in LOST:
                raise TransactionLost(
                    f"the ledger at {self.address} gave way to another writer: {e.orig}"
                ) from e
            raise LedgerUnavailable(f"the ledger at {self.address} failed: {e.orig}") from e
        except StatementError as e:
            raise RecordRefused(f"the ledger refused a value: {e.orig}") from e
        except (TimeoutError, PoolTimeout) as e:
            raise LedgerUnavailable(
                f"the ledger at {self.address} gave no answer in {self._answer_seconds:g} s"
            ) from e

    def _sqlite_engine(self, config: LedgerConfig, *, connections: int, is_writer: bool) -> AsyncEngine:
        # Without an isolation level of its own the driver leaves BEGIN to us.
        arguments = {
            "timeout": config.busy_timeout.total_seconds(),
            "isolation_level": None,
            "async_creator_fn": partial(OneTripConnection, is_writer=is_writer),
        }
        engine = self._engine(connections, connect_args=arguments)
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)
        return engine

    def _server_engine(self, config: LedgerConfig, *, connections: int, is_writer: bool) -> AsyncEngine:
        # Writers lock their portfolio's row; readers see one moment.
        return self._engine(
            connections,
            connect_args={"connect_timeout": max(2, int(config.busy_timeout.total_seconds()))},
            isolation_level="READ COMMITTED" if is_writer else "REPEATABLE READ",
            pool_pre_ping=True,
        )

    def _engine(self, connections: int, **options: Any) -> AsyncEngine:  # noqa: ANN401  the library's own options
        try:
            return create_async_engine(
                self._url,
                pool_size=connections,
                max_overflow=0,
                pool_timeout=self._answer_seconds,
                **options,
            )
        except ModuleNotFoundError as e:
            raise ValueError(f"a ledger at {self.address} needs the package {e.name}; install it") from e


def _with_driver(url: str, *, must_exist: bool) -> URL:
    parsed = make_url(url)
    driver = DRIVERS.get(parsed.drivername)
    if driver is not None:
        parsed = parsed.set(drivername=driver)
    if parsed.get_backend_name() == "sqlite":
        _check_file(parsed.database)
        if must_exist and not Path(parsed.database or "").is_file():
            raise LedgerUnavailable(f"there is no ledger at {parsed.database}")
    return parsed


def _check_file(name: str | None) -> None:
    if name is None or name in {"", ":memory:"}:
        raise ValueError(
            f"the ledger needs a database file, e.g. sqlite:////srv/desk/ledger.db; was {name!r}"
        )
    if not Path(name).parent.is_dir():
        raise LedgerUnavailable(f"there is no folder {Path(name).parent} for the ledger; create it")


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401  the driver's connection has no public type
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get("is_one_statement"):
        return
    driver = connection.connection.driver_connection
    if isinstance(driver, OneTripConnection):
        driver.begin_with_next()
