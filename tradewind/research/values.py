"""What inputs decode to, remembered by the hash of their bytes: candles of an hour stand in many bundles."""

from collections import OrderedDict

from tradewind.bus.cache import Reading
from tradewind.decision.bundle import read_again
from tradewind.decision.inputs import Asked
from tradewind.domain.decision import BundleInput
from tradewind.domain.stamp import Stamped

MOST = 2_000
"""Values that are remembered; some forty bundles of six instruments."""


class DecodedValues:
    """Reads kept inputs again, each value once."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._readings: OrderedDict[tuple[str, str], Reading[Stamped]] = OrderedDict()

    def read(self, asked: Asked, entry: BundleInput) -> Reading[Stamped]:
        """Return `entry` as it was read from the cache."""
        if entry.sha256 is None:
            return read_again(asked, entry)
        name = (entry.key, entry.sha256)
        known = self._readings.get(name)
        if known is not None and known.content == entry.content:
            self._readings.move_to_end(name)
            return known
        reading = read_again(asked, entry)
        self._readings[name] = reading
        if len(self._readings) > self._most:
            self._readings.popitem(last=False)
        return reading
