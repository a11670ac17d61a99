"""SQL beside the ledger, as a person at a console would type it."""

from typing import Any

from sqlalchemy import Engine, create_engine, make_url, text

SYNCHRONOUS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}


def engine_of(url: str) -> Engine:
    parsed = make_url(url)
    return create_engine(parsed.set(drivername=SYNCHRONOUS[parsed.get_backend_name()]))


def run_sql(url: str, statement: str) -> list[tuple[Any, ...]]:
    """Run one statement in its own transaction and return its rows."""
    engine = engine_of(url)
    try:
        with engine.begin() as connection:
            result = connection.execute(text(statement))
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()
