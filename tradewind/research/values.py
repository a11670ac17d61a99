"""What inputs decode to, remembered by the hash of their bytes: candles of an hour stand in many bundles."""

from collections import OrderedDict

from tradewind.decision.bundle import read_again
from tradewind.decision.inputs import Asked, Inspection
from tradewind.domain.decision import BundleInput

MOST = 2_000
"""Values that are remembered; some forty bundles of six instruments."""


class DecodedValues:
    """Looks into kept inputs again, into each value once."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._inspected: OrderedDict[tuple[str, str], Inspection] = OrderedDict()

    def read(self, asked: Asked, entry: BundleInput) -> Inspection:
        """Look into `entry` as it was read from the cache."""
        if entry.sha256 is None:
            return read_again(asked, entry)
        name = (entry.key, entry.sha256)
        known = self._inspected.get(name)
        if known is not None and known.reading.content == entry.content:
            self._inspected.move_to_end(name)
            return known
        inspection = read_again(asked, entry)
        self._inspected[name] = inspection
        if len(self._inspected) > self._most:
            self._inspected.popitem(last=False)
        return inspection
