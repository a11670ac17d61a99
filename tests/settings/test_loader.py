"""Settings: shipped defaults, overrides, and refusals that name file, key, value and what is allowed."""

from pathlib import Path

import pytest

from tradewind.market.config import DEFAULT_STOCKS, SpotConfig, StocksConfig
from tradewind.settings import SettingsRefused, load_settings, rooms
from tradewind.settings.process import Launch


def write(home: Path, name: str, old: str, new: str) -> None:
    shipped = (Path(__file__).parents[2] / "config" / name).read_text()
    assert old in shipped
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / name).write_text(shipped.replace(old, new))


def refusal(home: Path, environment: dict[str, str] | None = None, launch: Launch | None = None) -> str:
    with pytest.raises(SettingsRefused) as caught:
        load_settings(launch or Launch(home=home), environment or {})
    return str(caught.value)


def test_the_shipped_files_are_accepted_and_need_no_key(tmp_path: Path) -> None:
    settings = load_settings(Launch(home=tmp_path), {})

    assert settings.is_lab_market
    assert settings.is_rule_policy
    assert settings.port == 8000
    assert settings.redis_url is None
    assert len(settings.trading.symbols) == 6


def test_a_value_out_of_range_is_refused_with_file_line_key_value_and_range(tmp_path: Path) -> None:
    write(tmp_path, "app.yaml", "port: 8000", "port: 80000")

    message = refusal(tmp_path)

    assert str(tmp_path / "config" / "app.yaml") in message
    assert "line 6" in message
    assert "server.port: 80000 is not accepted; allowed: `int` <= 65535" in message


@pytest.mark.parametrize(
    ("shipped", "wrong"),
    [
        ("position_mode: net ", "position_mode: hedge "),
        ("margin_mode: cross ", "margin_mode: both "),
        ("latency_ms: 50 ", "latency_ms: -1 "),
        ("maker_fee_bps: 2 ", "maker_fee_bps: -1001 "),
    ],
)
def test_rules_that_no_simulator_keeps_are_refused(tmp_path: Path, shipped: str, wrong: str) -> None:
    write(tmp_path, "trading.yaml", shipped, wrong)
    assert f"simulator.{wrong.partition(':')[0]}" in refusal(tmp_path)


def test_a_wrong_kind_of_value_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "trading.yaml", "period_seconds: 300 ", "period_seconds: often")

    assert "cycle.period_seconds: 'often' is not accepted; allowed: `float`, got `str`" in refusal(tmp_path)


def test_an_unknown_key_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "logging.yaml", "level: INFO", "levle: INFO")

    message = refusal(tmp_path)

    assert "logging.yaml, line 3: levle is not a key" in message
    assert "{" not in message, "the rest of the file is not the reader's trouble"


def test_a_missing_key_has_the_shipped_value(tmp_path: Path) -> None:
    write(tmp_path, "trading.yaml", "  max_leverage: 10", "  # max_leverage: 10")

    assert load_settings(Launch(home=tmp_path), {}).trading.risk.max_leverage == 10


def test_a_symbol_that_is_not_a_swap_is_refused_with_its_place(tmp_path: Path) -> None:
    write(tmp_path, "trading.yaml", "symbols: [BTC-USDT-SWAP,", "symbols: [BTCUSDT,")

    assert "symbols.0: 'BTCUSDT' is not accepted" in refusal(tmp_path)


def test_a_file_that_is_not_yaml_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "app.yaml", "server:", "server: [")

    assert "is not YAML" in refusal(tmp_path)


def test_the_environment_overrides_a_file(tmp_path: Path) -> None:
    environment = {
        "TRADEWIND_APP__SERVER__PORT": "8123",
        "TRADEWIND_TRADING__RISK__MAX_LEVERAGE": "3",
        "AUTOTRADE_LLM_TRADING_SYMBOLS": "BTC-USDT-SWAP, ETH-USDT-SWAP",
        "AUTOTRADE_LLM_MODEL": "some-model",
    }

    settings = load_settings(Launch(home=tmp_path), environment)

    assert settings.port == 8123
    assert settings.trading.risk.max_leverage == 3
    assert settings.trading.model_symbols == ("BTC-USDT-SWAP", "ETH-USDT-SWAP")
    assert settings.app.model.name == "some-model"


def test_a_wrong_override_is_refused_by_the_name_of_its_variable(tmp_path: Path) -> None:
    message = refusal(tmp_path, {"TRADEWIND_TRADING__RISK__MAX_LEVERAGE": "500"})

    assert message.startswith("environment variable TRADEWIND_TRADING__RISK__MAX_LEVERAGE")
    assert "500 is not accepted; allowed: `float` <= 125" in message


@pytest.mark.parametrize(
    ("variable", "text"),
    [("TRADEWIND_TRADING__CYCLE_SECONDS", "60"), ("AUTOTRADE_LLM_TRADING_SYMBOLS", "BTC-USDT-SWAP, ../x")],
)
def test_a_variable_with_an_unknown_key_or_a_wrong_list_is_refused_by_its_name(
    tmp_path: Path, variable: str, text: str
) -> None:
    assert refusal(tmp_path, {variable: text}).startswith(f"environment variable {variable}: ")


def test_the_command_line_wins_over_files_and_environment(tmp_path: Path) -> None:
    launch = Launch(home=tmp_path, port=0, market="okx")

    settings = load_settings(launch, {"TRADEWIND_APP__SERVER__PORT": "8123"})

    assert settings.port == 0
    assert not settings.is_lab_market


def test_a_tape_without_the_lab_is_refused(tmp_path: Path) -> None:
    launch = Launch(home=tmp_path, market="okx", tape=tmp_path)

    assert "--tape" in refusal(tmp_path, launch=launch)


def test_the_model_may_trade_only_symbols_that_are_shown(tmp_path: Path) -> None:
    message = refusal(tmp_path, {"AUTOTRADE_LLM_TRADING_SYMBOLS": "PEPE-USDT-SWAP"})

    assert "PEPE-USDT-SWAP" in message
    assert "subset" in message


def test_a_key_is_never_printed_with_the_settings(tmp_path: Path) -> None:
    settings = load_settings(Launch(home=tmp_path), {"AUTOTRADE_LLM_API_KEY": "canary-secret"})

    assert not settings.is_rule_policy
    assert "canary-secret" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "url"), [("REDIS_URL", "http://x"), ("DATABASE_URL", "mysql://u:secret@h/d")]
)
def test_an_outside_service_of_a_wrong_scheme_is_refused_without_its_password(
    tmp_path: Path, name: str, url: str
) -> None:
    message = refusal(tmp_path, {name: url})

    assert name in message
    assert "secret" not in message


@pytest.mark.parametrize(
    ("file", "old", "new", "reason"),
    [
        ("app.yaml", "block_seconds: 60", "block_seconds: 20", "warn_after <= block_after"),
        ("app.yaml", "refresh_seconds: 5", "refresh_seconds: 2", "request_timeout < refresh_every"),
        ("trading.yaml", "symbols: [BTC-USDT-SWAP, ETH", "symbols: [BTC-USDT-SWAP, BTC", "all different"),
    ],
)
def test_values_that_do_not_go_together_are_refused(
    tmp_path: Path, file: str, old: str, new: str, reason: str
) -> None:
    write(tmp_path, file, old, new)

    message = refusal(tmp_path)

    assert "do not go together" in message
    assert reason in message


def test_the_shipped_spot_and_stock_settings_are_those_of_the_rooms(tmp_path: Path) -> None:
    settings = load_settings(Launch(home=tmp_path), {})
    access = rooms.AlpacaAccess(rest_url=None, api_key="key", secret_key="secret")

    assert rooms.spot_config(settings, None) == SpotConfig()
    assert rooms.stocks_config(settings, access) == StocksConfig(api_key="key", secret_key="secret")


def test_what_is_collected_is_analyzed(tmp_path: Path) -> None:
    settings = load_settings(Launch(home=tmp_path), {})
    config = rooms.scanner_config(settings)

    assert config is not None
    assert (config.coins, config.stocks) == (SpotConfig().symbols, DEFAULT_STOCKS)
    assert "AAPL" in config.watchlist


def test_without_coins_there_is_no_scanner(tmp_path: Path) -> None:
    settings = load_settings(Launch(home=tmp_path), {"TRADEWIND_APP__SPOT__ENABLED": "false"})

    assert rooms.scanner_config(settings) is None


def test_a_reference_that_is_not_collected_is_refused(tmp_path: Path) -> None:
    message = refusal(tmp_path, {"TRADEWIND_APP__SCANNER__REFERENCE": "TRXUSDT"})

    assert "reference must be one of the coins, was TRXUSDT" in message


def test_cadences_beyond_the_venues_weight_are_refused_with_the_weight_they_cost(tmp_path: Path) -> None:
    write(tmp_path, "app.yaml", "candles_5m_seconds: 30 ", "candles_5m_seconds: 5 ")
    write_again = (
        (tmp_path / "config" / "app.yaml")
        .read_text()
        .replace("candles_1h_seconds: 120", "candles_1h_seconds: 10")
    )
    (tmp_path / "config" / "app.yaml").write_text(
        write_again.replace("timeout_seconds: 10", "timeout_seconds: 4")
    )

    assert "a weight of 1216 a minute, above the share of 0.5 of 1200" in refusal(tmp_path)


def test_a_cadence_that_lets_keys_expire_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "app.yaml", "candles_4h_seconds: 300 ", "candles_4h_seconds: 700 ")

    assert "spot.candles_4h_seconds: 700 is not accepted; allowed: `float` <= 300" in refusal(tmp_path)


def test_keys_of_venues_come_from_the_environment_and_are_secret(tmp_path: Path) -> None:
    settings = load_settings(
        Launch(home=tmp_path), {"ALPACA_API_KEY": "AKSHOWN", "ALPACA_SECRET_KEY": "SKSHOWN"}
    )

    assert settings.secrets == ["AKSHOWN", "SKSHOWN"]
    assert "SHOWN" not in repr(settings)


def test_an_own_file_may_hold_just_what_differs(tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "app.yaml").write_text("server:\n  port: 8123\n")

    settings = load_settings(Launch(home=tmp_path), {})

    assert settings.port == 8123
    assert settings.host == "127.0.0.1"
    assert settings.app.market.refresh_seconds == 5


def test_an_own_prompt_is_checked_at_the_start_and_refused_by_file_and_slot(tmp_path: Path) -> None:
    folder = tmp_path / "prompts"
    folder.mkdir()
    (folder / "system.mine.md").write_text("Trade.")
    (folder / "user.mine.md").write_text("```json\n$document\n```")
    environment = {"TRADEWIND_TRADING__CYCLE__PROMPT": "mine"}

    assert "user.mine.md: missing slot $left_out" in refusal(tmp_path, environment)

    (folder / "user.mine.md").write_text("```json\n$document\n```\nNot: $left_out")
    assert load_settings(Launch(home=tmp_path), environment).trading.cycle.prompt == "mine"
