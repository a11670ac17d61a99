"""The keys that may be changed from the dashboard: what each means, in which unit, and which way it is looser.

What is missing here is changed in the file: where the desk listens, whom it asks, which account it trades, and what it
takes to trade money are not to be had from a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tradewind.domain.configuration import ConfigFile, Looser

SHARE = "share of equity"
SECONDS = "s"
USD_PER_MILLION = "USD per million tokens"
ENFORCED = "enforced: the limits bind. observed: the model governs its own risk, breaches are only recorded."


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One key for people."""

    meaning: str
    unit: str | None = None
    looser: Looser | None = None  # None: it is no limit


def _higher(meaning: str, unit: str | None = None) -> Entry:
    return Entry(meaning=meaning, unit=unit, looser=Looser.HIGHER)


def _lower(meaning: str, unit: str | None = None) -> Entry:
    return Entry(meaning=meaning, unit=unit, looser=Looser.LOWER)


def _choice(meaning: str) -> Entry:
    return Entry(meaning=meaning, looser=Looser.CHOICE)


def _plain(meaning: str, unit: str | None = None) -> Entry:
    return Entry(meaning=meaning, unit=unit)


TRADING: Mapping[str, Entry] = {
    "risk.min_confidence": _lower("An opening of less stated confidence is refused.", "0 to 1"),
    "risk.max_notional_share": _higher("Largest size of one position.", SHARE),
    "risk.max_exposure_share": _higher("Largest size of all positions together.", SHARE),
    "risk.max_leverage": _higher("Highest leverage of an opening.", "x"),
    "risk.daily_loss_cap": _higher("A loss of this much since midnight UTC ends the day's openings.", "USDT"),
    "risk.drawdown_pause_share": _higher(
        "So far below the highest equity openings pause.", "share of the highest equity"
    ),
    "risk.max_orders_per_minute": _higher("Orders in one minute, beyond which nothing opens.", "orders"),
    "risk.max_price_drift_bps": _higher(
        "Move of the price since the model's snapshot, beyond which it does not open.", "bps"
    ),
    "risk.enforcement.simulator": _choice(ENFORCED),
    "risk.enforcement.paper": _choice(ENFORCED),
    "risk.enforcement.live": _choice(ENFORCED),
    "risk.grounding": _choice(
        "An opening whose reasons cite figures that the model was not shown: flagged, or refused (blocking)."
    ),
    "runaway.orders_per_minute": _higher("So many orders sent in a minute turn the kill switch.", "orders"),
    "runaway.notional_per_hour": _higher("So much opened in an hour turns the kill switch.", "USDT"),
    "runaway.loss_per_day": _higher("A loss of this much in a day turns the kill switch.", "USDT"),
    "model_limits.daily_budget_usd": _higher(
        "What the models may cost in a day, UTC; beyond it nothing opens. Empty: no limit.", "USD"
    ),
    "model_limits.worst_case_usd_per_call": _lower(
        "What a call of unknown cost counts. Empty: worked out of the model's prices.", "USD"
    ),
    "model_limits.safe_mode_after": _higher(
        "So many failed decisions in a row, and nothing opens.", "decisions"
    ),
    "symbols": _plain("What is collected, shown and, unless narrowed below, traded."),
    "model_symbols": _plain("What the model may trade, of what is collected. Empty: all of it."),
    "cycle.period_seconds": _plain("Time between two decisions on a real market.", SECONDS),
    "cycle.lab_period_seconds": _plain("Time between two decisions on the lab's market.", SECONDS),
    "cycle.timeout_seconds": _plain("A decision that takes longer is given up.", SECONDS),
    "cycle.prompt": _plain("The version of the prompt that the model is asked with."),
    "cycle.skip_unchanged.enabled": _plain("Ask no model while nothing has changed."),
    "cycle.skip_unchanged.move_bps": _plain("A price that moved so far counts as a change.", "bps"),
    "cycle.skip_unchanged.max_in_a_row": _plain(
        "After so many skips the model is asked anyway.", "decisions"
    ),
    "cycle.max_pause_cycles": _plain("How long a model may ask to sit out.", "decisions"),
}

APP: Mapping[str, Entry] = {
    "freshness.warn_seconds": _higher("A price or book of this age is marked as old.", SECONDS),
    "freshness.block_seconds": _higher("A price or book of this age keeps the desk from deciding.", SECONDS),
    "model.name": _plain("The model that is asked first."),
    "model.mode": _plain("How the model is held to the form of an answer."),
    "model.stream": _plain("Show the answer while it is written."),
    "model.timeout_seconds": _plain("Time for one question, retries included.", SECONDS),
    "model.max_retries": _plain("How often a server that is busy or was lost is asked again."),
    "model.max_answer_tokens": _plain("A longer answer is cut off.", "tokens"),
    "model.tool_rounds": _plain("How often the model may ask to see more before it answers."),
    "model.prompt_usd_per_million": _lower(
        "Price of what is asked; costs are counted by it.", USD_PER_MILLION
    ),
    "model.cached_prompt_usd_per_million": _lower(
        "Price of what the server had in its cache. Empty: as the rest.", USD_PER_MILLION
    ),
    "model.completion_usd_per_million": _lower(
        "Price of what is answered; costs are counted by it.", USD_PER_MILLION
    ),
    "model.breaker.failures": _plain("So many failures in a row, and the model is left alone."),
    "model.breaker.open_seconds": _plain("For how long it is left alone.", SECONDS),
    "scanner.watchlist": _plain("What is watched until somebody chooses on the scanner's page."),
}

LOGGING: Mapping[str, Entry] = {
    "level": _plain("How much is written to the log."),
    "format": _plain("json: one object a line, for programs; text: for people."),
}

CATALOG: Mapping[ConfigFile, Mapping[str, Entry]] = {
    ConfigFile.APP: APP,
    ConfigFile.TRADING: TRADING,
    ConfigFile.LOGGING: LOGGING,
}
