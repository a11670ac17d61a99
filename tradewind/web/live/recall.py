"""What a client that comes back may have missed: the latest of everything, so that a long absence costs no more than a short one."""

from tradewind.domain.clock import Instant
from tradewind.web.live.frames import DECISION_SLOT, MARKET_SLOT, Frame


class Recall:
    """Remembers one price per symbol, one frame per slot and so many decisions."""

    def __init__(self, max_decisions: int) -> None:
        self._max_decisions = max_decisions
        self._prices: dict[str, tuple[int, str]] = {}
        self._priced_at: Instant | None = None
        self._latest: dict[str, Frame] = {}
        self._complete_after = 0

    def remember(self, frame: Frame) -> None:
        """Take `frame` in; who saw nothing since before a snapshot has to start over."""
        if frame.prices is None:
            self._latest.pop(frame.slot, None)
            self._latest[frame.slot] = frame
            self._forget_old_decisions()
            return
        if frame.epoch is not None:
            self._complete_after = frame.seq
        self._prices.update({symbol: (frame.seq, price) for symbol, price in frame.prices.items()})
        self._priced_at = frame.at

    def since(self, seq: int) -> list[Frame] | None:
        """Return what came after `seq` in rising order; None when not all of it is known."""
        if seq < self._complete_after:
            return None
        missed = [frame for frame in self._latest.values() if frame.seq > seq]
        moved = {symbol: price for symbol, (number, price) in self._prices.items() if number > seq}
        if moved:
            newest = max(number for number, _ in self._prices.values())
            missed.append(Frame(seq=newest, slot=MARKET_SLOT, text=None, prices=moved, at=self._priced_at))
        return sorted(missed, key=lambda frame: frame.seq)

    def _forget_old_decisions(self) -> None:
        decisions = [slot for slot in self._latest if slot.startswith(DECISION_SLOT)]
        for slot in decisions[: -self._max_decisions]:
            self._complete_after = self._latest.pop(slot).seq
