"""Technical pictures with defaults."""

from dataclasses import replace
from typing import Any

from tests.clocks import START
from tests.values import BTC
from tradewind.domain.candle import Timeframe
from tradewind.domain.indicators import Macd
from tradewind.domain.technical import EmaRibbon, RibbonValues, StochRsi, Technical, TtmSqueeze

_VALUES = RibbonValues(ema_8=None, ema_13=None, ema_21=None, ema_34=None, ema_55=None, ema_89=None)
PICTURE = Technical(
    source="okx",
    exchange_time=START,
    timestamp=START,
    symbol=BTC,
    timeframe=Timeframe.M5,
    ema_ribbon=EmaRibbon(values=_VALUES, order=None),
    ttm_squeeze=TtmSqueeze(on=None, fired=None, momentum=None),
    stoch_rsi=StochRsi(k=None, d=None),
    rsi_14=55.0,
    macd=Macd(macd=1.5, signal=1.0, histogram=0.5),
    support=58_000.0,
    resistance=61_000.0,
)


def a_picture(**changes: Any) -> Technical:
    return replace(PICTURE, **changes)
