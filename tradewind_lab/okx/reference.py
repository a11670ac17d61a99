"""OKX's reference answers: instruments, margin tiers, funding, open interest, time."""

from typing import Final

from tradewind_lab.instruments import Instrument, tiers
from tradewind_lab.market import Market
from tradewind_lab.okx.query import Query, Rows, chosen, moment, required, whole
from tradewind_lab.okx.wire import Json, number

_LISTED_MS: Final = "1573557408000"


def venue_time(_market: Market, now_ms: int, _query: Query) -> Rows:
    """Answer /public/time."""
    return [{"ts": str(now_ms)}]


def nothing(_market: Market, _now_ms: int, _query: Query) -> Rows:
    """Answer with no rows, as OKX does where nothing is planned or listed."""
    return []


def instruments(market: Market, _now_ms: int, query: Query) -> Rows:
    """Answer /public/instruments: swaps only."""
    if required(query, "instType") != "SWAP":
        return []
    return [_instrument(one, is_live=not market.is_suspended(one.symbol)) for one in chosen(market, query)]


def _instrument(one: Instrument, *, is_live: bool) -> Json:
    return {
        "alias": "",
        "auctionEndTime": "",
        "baseCcy": "",
        "category": "1",
        "contTdSwTime": "",
        "ctMult": "1",
        "ctType": "linear",
        "ctVal": number(one.contract_value),
        "ctValCcy": one.coin,
        "expTime": "",
        "futureSettlement": False,
        "instFamily": one.family,
        "instId": one.symbol,
        "instType": "SWAP",
        "lever": str(one.max_leverage),
        "listTime": _LISTED_MS,
        "lotSz": number(one.lot_size),
        "maxIcebergSz": number(one.max_limit_size),
        "maxLmtAmt": "20000000",
        "maxLmtSz": number(one.max_limit_size),
        "maxMktAmt": "",
        "maxMktSz": number(one.max_market_size),
        "maxStopSz": number(one.max_market_size),
        "maxTriggerSz": number(one.max_limit_size),
        "maxTwapSz": number(one.max_limit_size),
        "minSz": number(one.min_size),
        "optType": "",
        "quoteCcy": "",
        "ruleType": "normal",
        "settleCcy": "USDT",
        "state": "live" if is_live else "suspend",
        "stk": "",
        "tickSz": number(one.tick_size),
        "uly": one.family,
    }


def funding_rates(market: Market, now_ms: int, query: Query) -> Rows:
    """Answer /public/funding-rate; `ANY` asks for every swap."""
    symbol = required(query, "instId")
    symbols = market.symbols if symbol == "ANY" else (market.instrument(symbol).symbol,)
    return [_funding_row(market, one, now_ms) for one in symbols]


def _funding_row(market: Market, symbol: str, now_ms: int) -> Json:
    funding = market.funding(symbol, now_ms)
    settled = funding.settled
    return {
        "instType": "SWAP",
        "instId": symbol,
        "method": "current_period",
        "formulaType": "withRate",
        "fundingRate": number(funding.current.rate),
        "fundingTime": str(funding.current.at_ms),
        "nextFundingRate": "",
        "nextFundingTime": str(funding.following_ms),
        "maxFundingRate": "0.00375",
        "minFundingRate": "-0.00375",
        "premium": number(funding.current.rate / 2),
        "settState": "settled",
        "settFundingRate": number(settled.rate if settled else None),
        "ts": str(now_ms),
    }


def funding_history(market: Market, now_ms: int, query: Query) -> Rows:
    """Answer /public/funding-rate-history, newest first."""
    symbol = required(query, "instId")
    before, after = moment(query, "before"), moment(query, "after")
    rates = market.funding_history(
        symbol,
        whole(query, "limit", default=400, most=400),
        after_ms=before or 0,
        until_ms=now_ms if after is None else min(now_ms, after - 1),
    )
    return [
        {
            "instType": "SWAP",
            "instId": symbol,
            "method": "current_period",
            "fundingRate": number(one.rate),
            "realizedRate": number(one.rate),
            "fundingTime": str(one.at_ms),
        }
        for one in rates
    ]


def open_interests(market: Market, now_ms: int, query: Query) -> Rows:
    """Answer /public/open-interest."""
    if required(query, "instType") != "SWAP":
        return []
    rows: Rows = []
    for one in chosen(market, query):
        interest = market.open_interest(one.symbol, now_ms)
        rows.append(
            {
                "instType": "SWAP",
                "instId": one.symbol,
                "oi": number(interest.contracts),
                "oiCcy": number(interest.coins),
                "oiUsd": number(interest.usdt),
                "ts": str(now_ms),
            }
        )
    return rows


def position_tiers(market: Market, _now_ms: int, query: Query) -> Rows:
    """Answer /public/position-tiers, which never move."""
    if required(query, "instType") != "SWAP":
        return []
    rows: Rows = []
    for one in chosen(market, query):
        rows.extend(
            {
                "baseMaxLoan": "",
                "imr": number(tier.initial_rate),
                "instFamily": one.family,
                "instId": one.symbol,
                "maxLever": number(tier.max_leverage),
                "maxSz": number(tier.max_size),
                "minSz": number(tier.min_size),
                "mmr": number(tier.maintenance_rate),
                "optMgnFactor": "0",
                "quoteMaxLoan": "",
                "tier": str(tier.number),
                "uly": one.family,
            }
            for tier in tiers(one)
        )
    return rows
