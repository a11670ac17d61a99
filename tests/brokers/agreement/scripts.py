"""Random order scripts: the same seed gives the same script."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.brokers.agreement.market import SYMBOLS, ExplicitMarket, Moment
from tradewind.brokers.port import MarginMode, PositionMode
from tradewind.domain.order import Side, TimeInForce
from tradewind_lab.exchange.charges import FUNDING_PERIOD_MS

START_MS = (
    1_795_248_000_137  # some milliseconds after a funding boundary: nothing happens on the very moment of one
)
STEPS = 40
_PRICES = {"BTC-USDT-SWAP": Decimal(50_000), "ETH-USDT-SWAP": Decimal(3_000)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An order; sizes in contracts. With a `trigger` it is a stop or target alone."""

    name: str
    symbol: str
    side: Side
    size: Decimal
    price: Decimal | None
    lasting: TimeInForce
    is_reduce_only: bool
    leverage: Decimal
    stop: Decimal | None
    target: Decimal | None
    is_alone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """The market goes on."""

    symbol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An open order is canceled (no price and no size), or amended; `place` counts among those that are open."""

    place: int
    size: Decimal | None
    ticks: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """The whole position goes."""

    name: str
    symbol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What happens at one moment."""

    at_ms: int
    what: Place | Move | Change | Close


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One account's life."""

    deposit: Decimal
    position_mode: PositionMode
    margin_mode: MarginMode
    market: ExplicitMarket
    acts: tuple[Act, ...]


def script(seed: int) -> Script:
    """Return the script of `seed`."""
    return _Writer(Random(f"agreement {seed}")).write()


class _Writer:
    def __init__(self, luck: Random) -> None:
        self._luck = luck
        self._market = ExplicitMarket()
        self._deposit = Decimal(luck.choice((2_000, 10_000, 10_000, 20_000_000)))
        self._mode = luck.choice((PositionMode.NET, PositionMode.NET, PositionMode.LONG_SHORT))

    def write(self) -> Script:
        now = START_MS
        for boundary in range(3 * STEPS):
            at_ms = (START_MS // FUNDING_PERIOD_MS + boundary) * FUNDING_PERIOD_MS
            self._market.rates[at_ms] = Decimal(self._luck.randint(-300, 300)).scaleb(-6)
        for symbol in SYMBOLS:
            self._market.tell(symbol, self._moment(symbol, now, _PRICES[symbol], _PRICES[symbol]))
        acts: list[Act] = []
        for number in range(STEPS):
            now += self._luck.choice((1, 5, 60, 600, 7_000)) * 1000
            acts.append(Act(at_ms=now, what=self._act(number, now)))
        return Script(
            deposit=self._deposit,
            position_mode=self._mode,
            margin_mode=self._luck.choice(tuple(MarginMode)),
            market=self._market,
            acts=tuple(acts),
        )

    def _act(self, number: int, now: int) -> Place | Move | Change | Close:
        kind = self._luck.choices(("place", "move", "change", "close"), (8, 10, 4, 1))[0]
        symbol = self._luck.choices(SYMBOLS, (3, 1))[0]
        if kind == "place" or number == 0:
            return self._place(f"o{number}", symbol, now)
        if kind == "change":
            return Change(
                place=self._luck.randrange(8),
                size=self._size(symbol) if self._luck.random() < 0.4 else None,
                ticks=self._luck.randint(-40, 40) if self._luck.random() < 0.4 else None,
            )
        if kind == "close" and self._mode is PositionMode.NET:
            return Close(name=f"c{number}", symbol=symbol)
        self._move(symbol, now)
        return Move(symbol=symbol)

    def _move(self, symbol: str, now: int) -> None:
        before = self._market.at(symbol, now).last
        bound = self._luck.choice((20, 200, 200, 2_000, 6_000))
        after = before * (1 + Decimal(self._luck.randint(-bound, bound)).scaleb(-5))
        self._market.tell(symbol, self._moment(symbol, now, before, after))

    def _moment(self, symbol: str, now: int, before: Decimal, after: Decimal) -> Moment:
        tick, lot = listed_steps(self._market, symbol)
        last = (after / tick).quantize(Decimal(1)) * tick
        most = self._size(symbol) * 3
        return Moment(
            at_ms=now,
            open=before,
            high=max(before, last) + tick * self._luck.choice((0, 0, 30)),
            low=min(before, last) - tick * self._luck.choice((0, 0, 30)),
            last=last,
            mark=last + tick * self._luck.randint(-3, 3),
            half_spread=tick * self._luck.randint(1, 4),
            sizes=tuple(
                (most * Decimal(self._luck.randint(1, 100)) / 100 // lot + 1) * lot
                for _ in range(self._luck.randint(1, 6))
            ),
        )

    def _size(self, symbol: str) -> Decimal:
        _, lot = listed_steps(self._market, symbol)
        worth = self._deposit * Decimal(self._luck.choice((1, 5, 20, 80, 400))) / 20
        value = self._market.instrument(symbol).contract_value * _PRICES[symbol]
        return (worth / value // lot + 1) * lot

    def _place(self, name: str, symbol: str, now: int) -> Place:
        luck, tick = self._luck, listed_steps(self._market, symbol)[0]
        last = self._market.last(symbol, now)
        side = luck.choice(tuple(Side))
        price = None if luck.random() < 0.5 else last + tick * luck.randint(-30, 30)
        is_alone = luck.random() < 0.15
        is_reduce_only = is_alone or luck.random() < 0.25
        away = side.sign * (-1 if is_alone else 1)
        stop = last - tick * away * luck.randint(-20, 3_000)
        target = last + tick * away * luck.randint(-20, 3_000)
        return Place(
            name=name,
            symbol=symbol,
            side=side,
            size=self._size(symbol),
            price=None if is_alone else price,
            lasting=TimeInForce.GTC if price is None else luck.choice(tuple(TimeInForce)),
            is_reduce_only=is_reduce_only,
            leverage=Decimal(luck.choice((1, 2, 3, 5, 10, 20, 50, 100))),
            stop=stop if is_alone or (not is_reduce_only and luck.random() < 0.5) else None,
            target=target if not is_reduce_only and luck.random() < 0.4 else None,
            is_alone=is_alone,
        )


def listed_steps(market: ExplicitMarket, symbol: str) -> tuple[Decimal, Decimal]:
    """Return tick and lot."""
    known = market.instrument(symbol)
    return known.tick_size, known.lot_size
