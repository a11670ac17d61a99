"""The settings in force are on the bus, without a secret among them."""

import asyncio
from datetime import timedelta
from pathlib import Path

from tests.clocks import START, FakeClock
from tests.valkey import running_valkey
from tradewind.app.config_publication import RENEW_EVERY, ConfigPublication, sections
from tradewind.bus.cache import Cache
from tradewind.bus.connection import connect
from tradewind.bus.keys import CONFIG
from tradewind.settings import Settings, load_settings
from tradewind.settings.process import Launch
from tradewind.settings.reload import SettingsWatch

KEY = "sk-a-key-that-nobody-may-read"


def settings(home: Path, **environment: str) -> Settings:
    return load_settings(Launch(home=home), environment)


async def test_every_section_is_written_and_comes_back_after_a_loss(tmp_path: Path) -> None:
    clock, chosen = FakeClock(), settings(tmp_path / "home")
    watch = SettingsWatch(chosen, lambda: chosen, clock)
    async with running_valkey(tmp_path) as url:
        redis = connect(url)
        publication = ConfigPublication(Cache(redis, clock), clock, watch, timedelta(milliseconds=20))
        names = [key.name for key in CONFIG.values()]
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(publication.run())
            for _ in range(2):
                async with asyncio.timeout(30):
                    while await redis.exists(*names) < len(names):  # noqa: ASYNC110 -- the keys belong to a server
                        await asyncio.sleep(0.01)
                await redis.flushall()
            task.cancel()
        await redis.aclose()


def test_a_section_is_the_file_by_its_own_keys_with_a_stamp(tmp_path: Path) -> None:
    found = sections(settings(tmp_path, TRADEWIND_TRADING__RISK__MAX_LEVERAGE="5"), START)

    assert set(found) == set(CONFIG)
    assert found["trading"]["risk"]["max_leverage"] == 5.0  # type: ignore[index]
    assert found["logging"] == {
        "level": "INFO",
        "format": "json",
        "source": "settings",
        "exchange_time": None,
        "timestamp": START,
    }


def test_no_secret_is_shown(tmp_path: Path) -> None:
    chosen = settings(
        tmp_path,
        AUTOTRADE_LLM_API_KEY=KEY,
        AUTOTRADE_LLM_BASE_URL="https://somebody:word@models.example",
        AUTOTRADE_LLM_MODEL=KEY,
    )

    shown = str(sections(chosen, START))

    assert KEY not in shown
    assert "somebody" not in shown


def test_the_keys_are_renewed_long_before_they_expire() -> None:
    assert all(key.ttl >= 10 * RENEW_EVERY for key in CONFIG.values())
