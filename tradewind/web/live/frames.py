"""Frames as they go over the wire, encoded once for all clients."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from tradewind.domain.clock import Instant

MARKET_SLOT: Final = "market"
DECISION_SLOT: Final = "decision/"
THINKING_SLOT: Final = "thinking"
LOG_SLOT: Final = "log"
MOST_LOG_ENTRIES: Final = 500
"""Entries of the message log that wait for one client; a frame holds no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLines:
    """Encoded entries of the message log, oldest first."""

    entries: tuple[str, ...]
    dropped: int = 0
    """Older entries that this client never gets, because too many waited."""
    loss: str | None = None
    """Why entries that were sent before may be gone from the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One message to clients; in an outbox a newer frame replaces the one that waits in the same slot."""

    seq: int
    slot: str
    text: str | None  # None: made from `prices` when it is sent
    prices: Mapping[str, str] | None = None  # market frames: encoded price by symbol
    at: Instant | None = None
    epoch: str | None = None  # market snapshots: the run of the server
    log: LogLines | None = None  # log frames: made from them when it is sent

    def encoded(self) -> str:
        """Return the text to send."""
        if self.text is not None:
            return self.text
        return market_text(self) if self.log is None else log_text(self.log, self.at)


def framed(kind: str, seq: int, content: str, at: Instant) -> str:
    """Return the JSON of a frame whose `data` is already JSON."""
    return f'{{"type":"{kind}","seq":{seq},"data":{content},"timestamp":"{at}"}}'


def thinking_frame(content: str, at: Instant) -> Frame:
    """Return a frame of what a model has said so far; it has no place in the sequence and is never resumed."""
    text = f'{{"type":"decision_stream","data":{content},"timestamp":"{at}"}}'
    return Frame(seq=0, slot=THINKING_SLOT, text=text)


def market_text(frame: Frame) -> str:
    """Return the JSON of a market frame from its encoded prices."""
    content = "{" + ",".join(f'"{symbol}":{price}' for symbol, price in (frame.prices or {}).items()) + "}"
    if frame.epoch is None:
        return f'{{"type":"market_update","seq":{frame.seq},"data":{content},"timestamp":"{frame.at}"}}'
    return (
        f'{{"type":"market_update","snapshot":true,"epoch":"{frame.epoch}","seq":{frame.seq},'
        f'"data":{content},"timestamp":"{frame.at}"}}'
    )


def market_frame(seq: int, prices: Mapping[str, str], at: Instant, epoch: str | None = None) -> Frame:
    """Return a market frame, encoded; with an epoch it is a snapshot."""
    bare = Frame(seq=seq, slot=MARKET_SLOT, text=None, prices=prices, at=at, epoch=epoch)
    return Frame(seq=seq, slot=MARKET_SLOT, text=market_text(bare), prices=prices, at=at, epoch=epoch)


def log_frame(lines: LogLines, at: Instant | None) -> Frame:
    """Return a frame with the newest of `lines`; it has no place in the sequence and is never resumed."""
    kept = lines.entries[-MOST_LOG_ENTRIES:]
    dropped = lines.dropped + len(lines.entries) - len(kept)
    return Frame(seq=0, slot=LOG_SLOT, text=None, at=at, log=replace(lines, entries=kept, dropped=dropped))


def log_text(lines: LogLines, at: Instant | None) -> str:
    """Return the JSON of a log frame."""
    content = (
        f'{{"entries":[{",".join(lines.entries)}],"dropped":{lines.dropped},"loss":{json.dumps(lines.loss)}}}'
    )
    return f'{{"type":"log_entry","data":{content},"timestamp":"{at}"}}'


def merged(older: Frame, newer: Frame) -> Frame:
    """Return one frame that tells a client everything that both told it."""
    if newer.log is not None and older.log is not None:
        both = LogLines(
            entries=older.log.entries + newer.log.entries,
            dropped=older.log.dropped + newer.log.dropped,
            loss=newer.log.loss or older.log.loss,
        )
        return log_frame(both, newer.at)
    if newer.prices is None or older.prices is None or newer.epoch is not None:
        return newer
    return Frame(
        seq=newer.seq,
        slot=newer.slot,
        text=None,
        prices={**older.prices, **newer.prices},
        at=newer.at,
        epoch=older.epoch,
    )


PING: Final = Frame(seq=0, slot="ping", text='{"type":"ping"}')
PONG: Final = Frame(seq=0, slot="pong", text='{"type":"pong"}')
