"""The routes under account/ and asset/: balance, positions, configuration, leverage, bills, fees."""

from starlette.routing import Route

from tradewind_lab.exchange.charges import TAKER_RATE
from tradewind_lab.exchange.orders import MarginMode, PositionMode, PositionSide, Rejected
from tradewind_lab.okx.fields import Fields
from tradewind_lab.okx.position_shapes import closed_position_shape, position_shape
from tradewind_lab.okx.session import Caller, Door, Rows
from tradewind_lab.okx.shapes import Shape, balance_shape, bill_shape, uid
from tradewind_lab.okx.wire import number


def account_routes(door: Door) -> list[Route]:
    """Return the routes that ask about or configure an account."""
    return [
        door.reading("/api/v5/account/balance", balance),
        door.reading("/api/v5/account/config", config),
        door.reading("/api/v5/account/positions", positions),
        door.reading("/api/v5/account/positions-history", positions_history),
        door.reading("/api/v5/account/leverage-info", leverage_info),
        door.reading("/api/v5/account/bills", bills),
        door.reading("/api/v5/account/bills-archive", bills),
        door.reading("/api/v5/account/trade-fee", trade_fee),
        door.reading("/api/v5/asset/currencies", currencies),
        door.reading("/api/v5/asset/balances", funding_balances),
        door.changing("/api/v5/account/set-leverage", set_leverage),
        door.changing("/api/v5/account/set-position-mode", set_position_mode),
    ]


def balance(caller: Caller) -> Rows:
    """Answer what the account is worth."""
    at = caller.exchange.standing(caller.account, caller.now_ms)
    return [balance_shape(caller.account, at, caller.now_ms)]


def config(caller: Caller) -> Rows:
    """Answer how the account and the calling key are set up."""
    return [
        {
            "acctLv": "2",
            "acctStpMode": "cancel_maker",
            "autoLoan": False,
            "ctIsoMode": "automatic",
            "enableSpotBorrow": False,
            "greeksType": "PA",
            "ip": ",".join(caller.key.addresses),
            "kycLv": "3",
            "label": caller.key.label,
            "level": "Lv1",
            "levelTmp": "",
            "liquidationGear": "-1",
            "mainUid": uid(caller.exchange, caller.account),
            "mgnIsoMode": "automatic",
            "opAuth": "0",
            "perm": ",".join(caller.key.permissions),
            "posMode": caller.account.position_mode.value,
            "roleType": "0",
            "settleCcy": "USDT",
            "spotBorrowAutoRepay": False,
            "spotOffsetType": "",
            "spotRoleType": "0",
            "spotTraderInsts": [],
            "traderInsts": [],
            "type": "0",
            "uid": uid(caller.exchange, caller.account),
        }
    ]


def positions(caller: Caller) -> Rows:
    """Answer the open positions."""
    held = [p for p in caller.account.positions.values() if _wanted(caller.query, p.symbol, posId=p.id)]
    return [position_shape(caller.exchange, caller.account, p, caller.now_ms) for p in held]


def positions_history(caller: Caller) -> Rows:
    """Answer the closed positions, newest first."""
    closed = [
        p
        for p in caller.account.closed_positions
        if _wanted(caller.query, p.symbol, posId=p.id, mgnMode=p.margin_mode.value)
    ]
    page = caller.query.page(closed, lambda p: str(p.updated_ms), lambda p: p.updated_ms)
    return [closed_position_shape(p) for p in page]


def leverage_info(caller: Caller) -> Rows:
    """Answer the leverage of each instrument asked for; hedged isolated positions have two."""
    mode = caller.query.choice("mgnMode", MarginMode)
    hedged = caller.account.position_mode is PositionMode.LONG_SHORT
    sides = (PositionSide.LONG, PositionSide.SHORT) if hedged else (PositionSide.NET,)
    symbols = caller.query.required("instId").split(",")
    for symbol in symbols:
        caller.exchange.desk.instrument(symbol)
    return [_leverage_row(caller, symbol, mode, side) for symbol in symbols for side in sides]


def set_leverage(caller: Caller) -> Rows:
    """Set a leverage for what is open and what will be."""
    fields = caller.fields()
    mode = fields.choice("mgnMode", MarginMode)
    side = fields.choice("posSide", PositionSide, PositionSide.NET)
    if mode is MarginMode.ISOLATED:
        hedged = caller.account.position_mode is PositionMode.LONG_SHORT
        if hedged is (side is PositionSide.NET):
            raise Rejected("51000", "Parameter posSide error")
    symbol = fields.required("instId")
    leverage = fields.required_amount("lever")
    caller.exchange.set_leverage(caller.account, (symbol, mode, side), leverage, caller.now_ms)
    return [_leverage_row(caller, symbol, mode, side)]


def _leverage_row(caller: Caller, symbol: str, mode: MarginMode, side: PositionSide) -> Shape:
    leverage = caller.account.leverage(symbol, mode, side)
    return {"instId": symbol, "lever": number(leverage), "mgnMode": mode.value, "posSide": side.value}


def set_position_mode(caller: Caller) -> Rows:
    """Change between one-way and hedged positions."""
    mode = caller.fields().choice("posMode", PositionMode)
    caller.exchange.set_position_mode(caller.account, mode)
    return [{"posMode": mode.value}]


def bills(caller: Caller) -> Rows:
    """Answer the changes of the balance, newest first."""
    query, filters = caller.query, ("instId", "instType", "type", "mgnMode", "ccy")
    rows = {bill.id: bill_shape(bill) for bill in caller.account.bills}
    chosen = [
        bill
        for bill in caller.account.bills
        if query.matches(**{name: str(rows[bill.id][name]) for name in filters})
    ]
    return [rows[bill.id] for bill in query.page(chosen, lambda bill: bill.id, lambda bill: bill.at_ms)]


def trade_fee(caller: Caller) -> Rows:
    """Answer the fee rates; OKX prints what a customer pays as negative."""
    kind = caller.query.required("instType")
    if kind != "SWAP":
        raise Rejected("51000", "Parameter instType error")
    maker, taker = number(-caller.exchange.desk.terms.maker_rate()), number(-TAKER_RATE)
    return [
        {
            "category": "1",
            "delivery": "",
            "exercise": "",
            "feeGroup": [],
            "instType": kind,
            "level": "Lv1",
            "maker": "",
            "makerU": maker,
            "makerUSDC": "",
            "taker": "",
            "takerU": taker,
            "takerUSDC": "",
            "ts": str(caller.now_ms),
        }
    ]


def currencies(_caller: Caller) -> Rows:
    """Answer the one currency of this venue; it can be neither deposited nor withdrawn."""
    return [
        {
            "ccy": "USDT",
            "chain": "USDT-Lab",
            "name": "Tether",
            "canDep": False,
            "canWd": False,
            "wdTickSz": "6",
        }
    ]


def funding_balances(_caller: Caller) -> Rows:
    """Answer the funding account, which is empty: all money stands in the trading account."""
    return []


def _wanted(query: Fields, symbol: str, **facts: str) -> bool:
    return query.matches(instId=symbol, instType="SWAP", ctType="linear", **facts)
