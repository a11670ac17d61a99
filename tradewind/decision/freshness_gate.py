"""Whether a bundle may be decided on at all.

One stale instrument is left out; the decision is blocked when nothing usable is left, or when something
is held that has no price, because then neither the account nor its risk is known.
"""

from collections.abc import Sequence

from tradewind.decision.bundle import Bundle
from tradewind.domain.instrument import Symbol


def block_reason(bundle: Bundle, held: Sequence[Symbol]) -> str | None:
    """Return why the model must not be asked, one sentence per cause; None: it may be."""
    causes = [
        f"{symbol} is held and has no usable price ({bundle.cause(symbol) or 'not among the inputs'})."
        for symbol in held
        if bundle.ticker(symbol) is None
    ]
    if not bundle.markets:
        causes += ["No instrument has usable inputs.", *(f"{out.cause}." for out in bundle.left_out)]
    return " ".join(causes) or None
