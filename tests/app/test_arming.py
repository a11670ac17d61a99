from pathlib import Path

import pytest

from tradewind.app.arming import CAPS, must_be_capped
from tradewind.app.brokers import VenueRefused
from tradewind.domain.account import RuntimeMode
from tradewind.settings import Launch, load_settings


def test_money_is_not_traded_on_limits_that_nobody_wrote_down(tmp_path: Path) -> None:
    settings = load_settings(Launch(home=tmp_path), {})

    must_be_capped(RuntimeMode.PAPER, settings)
    with pytest.raises(
        VenueRefused, match=r"write your own daily_loss_cap, .* under risk: in .*trading.yaml"
    ):
        must_be_capped(RuntimeMode.LIVE, settings)

    (tmp_path / "config").mkdir(exist_ok=True)
    limits = "\n".join(f"  {cap}: 0.1" for cap in CAPS)
    (tmp_path / "config" / "trading.yaml").write_text(f"risk:\n{limits}\n", encoding="utf-8")
    must_be_capped(RuntimeMode.LIVE, settings)
