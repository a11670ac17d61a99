"""An address is shown without its password, whatever it is written like."""

from pathlib import Path

import pytest

from tradewind.settings import load_settings
from tradewind.settings.process import Launch, password_in, without_password


@pytest.mark.parametrize(
    ("url", "shown", "password"),
    [
        ("sqlite+aiosqlite:////srv/a@b/desk.db", "sqlite+aiosqlite:////srv/a@b/desk.db", None),
        ("redis://127.0.0.1:2/0", "redis://127.0.0.1:2/0", None),
        ("redis://:canary@h:1/0", "redis://h:1/0", "canary"),
        ("unix:///srv/r.sock?db=1&password=canary", "unix:///srv/r.sock?db=1", None),
        ("postgresql://me:can%40ary@h:5/db", "postgresql://me@h:5/db", "can@ary"),
        ("postgresql+psycopg://me:can/a@ry@h/db?sslmode=require", "postgresql+psycopg://me@h/db?sslmode=require", "can/a@ry"),
    ],
)  # fmt: skip
def test_an_address_keeps_everything_but_its_password(url: str, shown: str, password: str | None) -> None:
    assert without_password(url) == shown
    assert password_in(url) == password


def test_the_passwords_of_the_addresses_are_secrets_of_the_desk(tmp_path: Path) -> None:
    settings = load_settings(
        Launch(home=tmp_path),
        {"REDIS_URL": "redis://:canary-1@h:1/0", "DATABASE_URL": "postgresql://me:canary-2@h/db"},
    )

    assert {"canary-1", "canary-2"} <= set(settings.secrets)
