"""What OKX's error codes mean for an order: https://www.okx.com/docs-v5/en/#error-code.

A refusal needs proof: a code per order, or a status that says that nothing was looked at. All else is unknown.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tradewind.brokers.okx.config import Environment


class Meaning(StrEnum):
    """What may be concluded from a code."""

    DONE = "done"
    REFUSED = "refused"  # nothing came of it
    EXISTS = "exists"  # this client order id was taken before: not a second order
    GONE = "gone"  # the order that it names is not there or has ended
    NOTHING_HELD = "nothing held"
    NOT_FOUND = "not found"
    UNKNOWN = "unknown"  # it may have been done all the same
    LIMITED = "limited"  # too many requests, nothing done
    KEY = "key"  # the key is not taken
    ENVIRONMENT = "environment"  # a demo key at live trading, or the reverse
    CLOCK = "clock"  # our time is not the venue's
    LATE = "late"  # it came after the time until which it was to be taken: nothing was done


MEANINGS: Final[Mapping[str, Meaning]] = {
    "0": Meaning.DONE,
    **dict.fromkeys(
        # matching engine upgrading · timeout, outcome not told · offline · busy · system error · order timed out
        ("50001", "50004", "50005", "50013", "50026", "51149"),
        Meaning.UNKNOWN,
    ),
    **dict.fromkeys(("50011", "50040", "50061"), Meaning.LIMITED),
    **dict.fromkeys(("51016", "51065"), Meaning.EXISTS),
    **dict.fromkeys(
        ("51400", "51401", "51402", "51405", "51410", "51503", "51509", "51510"),
        Meaning.GONE,
    ),
    **dict.fromkeys(("51023", "51169"), Meaning.NOTHING_HELD),
    **dict.fromkeys(("51001", "51603"), Meaning.NOT_FOUND),
    **dict.fromkeys(
        # frozen, the five headers, wrong address, key, sign or authorization, none such, not for this
        (
            "50100", "50103", "50104", "50105", "50106", "50107", "50110", "50111", "50113", "50114",
            "50119", "50120", "50030",
        ),
        Meaning.KEY,
    ),
    "50101": Meaning.ENVIRONMENT,
    **dict.fromkeys(("50102", "50112"), Meaning.CLOCK),
    # expTime is over. Not 51149: that one timed out inside the venue, and may have been done.
    **dict.fromkeys(("50036", "50037"), Meaning.LATE),
    **dict.fromkeys(
        # the request itself: body, JSON, content type, parameters; the account: blocked, restricted
        (
            "50000", "50002", "50006", "50014", "50015", "50016", "50024", "50025", "50007", "50009", "50027",
            "50028",
        ),
        Meaning.REFUSED,
    ),
}  # fmt: skip
VALIDATING: Final = ("51", "52", "54", "58", "59")
"""Families of codes that the venue gives after having judged a request: nothing came of it."""
PROOF: Final = frozenset({400, 401, 403})
"""Statuses with which the venue says that it did nothing."""


def meaning(code: str, *, status: int = 200, is_of_an_order: bool = False) -> Meaning:
    """Return what `code` says; `is_of_an_order` where it stands in an order's own row, as sCode."""
    if status in (418, 429):
        return Meaning.LIMITED
    if code in MEANINGS:
        return MEANINGS[code]
    is_proof = is_of_an_order or code.startswith(VALIDATING) or status in PROOF
    return Meaning.REFUSED if is_proof else Meaning.UNKNOWN


def key_sentence(code: str, message: str, environment: Environment) -> str:
    """Return in plain words what is wrong with the key, and which setting to change."""
    setting = environment.key_setting
    if meaning(code) is Meaning.ENVIRONMENT:
        return (
            f"{setting} holds a key of OKX {environment.other} trading, but the desk trades the {environment} "
            f"account: put a key made under {environment} trading there, or change the mode (OKX 50101)"
        )
    if meaning(code) is Meaning.CLOCK:
        return f"OKX does not accept this machine's time: set its clock right (OKX {code}: {message})"
    return f"OKX does not take the key in {setting} (OKX {code}: {message}); check key, secret, passphrase and its IP list"
