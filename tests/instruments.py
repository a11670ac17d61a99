"""Instruments as tests need them."""

from decimal import Decimal

from tradewind.domain.instrument import Contracts, Instrument, Symbol

BTC = Symbol("BTC-USDT-SWAP")
ETH = Symbol("ETH-USDT-SWAP")


def an_instrument(symbol: Symbol = BTC, contract_value: str = "0.01", tick_size: str = "0.1") -> Instrument:
    return Instrument(
        symbol=symbol,
        base=symbol.split("-", maxsplit=1)[0],
        quote="USDT",
        contract_value=Decimal(contract_value),
        lot_size=Contracts(Decimal("0.01")),
        min_size=Contracts(Decimal("0.01")),
        tick_size=Decimal(tick_size),
        max_leverage=Decimal(100),
    )
