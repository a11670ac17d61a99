"""Faults on demand: the rules that delay, refuse, drop or falsify answers."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec


class FaultKind(StrEnum):
    """What goes wrong with a request."""

    DELAY = "delay"  # answered `delay_ms` later
    HANG = "hang"  # never answered
    STATUS = "status"  # `status` with `body`
    BODY = "body"  # 200 with `body`
    DROP = "drop"  # connection closed before the request is carried out
    LOSE = "lose"  # carried out, but the connection closes instead of an answer
    STALL = "stall"  # carried out at once, answered `delay_ms` later, or without it never
    ERROR = "error"  # not carried out: OKX's envelope with `code`
    TIMEOUT = "timeout"  # carried out, but answered with OKX's envelope and `code`
    PROSE = "prose"  # chat only: text without JSON
    TRUNCATED = "truncated"  # chat only: half of the JSON
    NONSENSE = "nonsense"  # chat only: JSON of another shape
    REJECT = "reject"  # one order of a request is refused with `code`
    DOUBT = "doubt"  # one order of a request is carried out, but answered with `code`
    STRIKE = "strike"  # an order is accepted and canceled by the venue before it trades
    OVERTAKE = "overtake"  # a cancel is acknowledged, but the order has filled completely
    UNGUARD = "unguard"  # the protection attached to an order fails when the order fills
    REBATE = "rebate"  # makers are paid 0.005 % instead of paying
    REVOKE = "revoke"  # a key is refused with `code`
    SKEW = "skew"  # the venue's clock is `delay_ms` ahead, or behind where that is negative
    SUSPEND = "suspend"  # the swap's state is `suspend`, over REST and stream, and it takes no orders
    REFUSE = "refuse"  # stream: the connection is refused with `status`
    NO_ACK = "no_ack"  # stream: a subscription is neither acknowledged nor served
    ACK_ERROR = "ack_error"  # stream: a subscription is answered with an error
    SILENCE = "silence"  # stream, at once: open connections stay open, and nothing is sent or read
    CLOSE = "close"  # stream, at once: open connections are closed
    NOTICE = "notice"  # stream, at once: notice 64008, then closed `delay_ms` later
    GAP = "gap"  # a change of a book is lost
    STILL = "still"  # a book does not change
    RESET = "reset"  # a change of a book has its seqId below its prevSeqId
    RESTART = "restart"  # a book begins again: a snapshot with a low seqId
    FREEZE = "freeze"  # the messages' timestamps stand
    OUTLIER = "outlier"  # prices are ten times what they are
    CROSSED = "crossed"  # the bid stands above the ask
    ZERO = "zero"  # a price is 0
    NEGATIVE = "negative"  # a price is below 0
    NAN = "nan"  # a price is NaN
    EMPTY = "empty"  # a price is an empty text
    DUPLICATE = "duplicate"  # a candle or a change of an account is told twice
    REVISED = "revised"  # the last closed candle is told again, with another close and volume
    DISORDERED = (
        "disordered"  # the last closed candle again after the open one; changes of an account backwards
    )
    REPLAY = "replay"  # a new listener to `orders` hears the last executions again


AT_ONCE_KINDS = frozenset({FaultKind.SILENCE, FaultKind.CLOSE, FaultKind.NOTICE})
ORDER_KINDS = frozenset(
    {FaultKind.REJECT, FaultKind.DOUBT, FaultKind.STRIKE, FaultKind.OVERTAKE, FaultKind.UNGUARD}
)
CHAT_KINDS = frozenset({FaultKind.PROSE, FaultKind.TRUNCATED, FaultKind.NONSENSE})
HTTP_KINDS = frozenset(
    {
        FaultKind.DELAY,
        FaultKind.HANG,
        FaultKind.STATUS,
        FaultKind.BODY,
        FaultKind.DROP,
        FaultKind.LOSE,
        FaultKind.STALL,
        FaultKind.ERROR,
        FaultKind.TIMEOUT,
    }
)


class FaultRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which requests fail and how; every given condition must hold."""

    kind: FaultKind
    path: str = "/"  # the path begins with it, or is it where it ends in `$`
    method: str | None = None
    symbol: str | None = None  # named in the query or the body; for the stream the instrument
    channel: str | None = None  # of the stream
    count: int | None = None  # how often; None: until cleared
    delay_ms: int = 0
    status: int | None = None  # without it 500, and 200 in OKX's envelope
    body: str = ""
    code: str = ""  # of OKX; without it the kind's own
    headers: dict[str, str] = {}  # of `status` and `body`, such as Retry-After


@dataclass(slots=True)
class _Armed:
    rule: FaultRule
    left: int | None


class Faults:
    """The rules in force; the first that matches a request decides."""

    def __init__(self) -> None:
        self._armed: list[_Armed] = []
        self._watchers: list[Callable[[FaultRule], None]] = []

    def watch(self, act: Callable[[FaultRule], None]) -> None:
        """Have `act` called with every rule that takes effect at once."""
        self._watchers.append(act)

    def arm(self, rules: list[FaultRule]) -> None:
        """Add rules behind those in force; those that take effect at once do so and are not kept."""
        for rule in rules:
            if rule.kind not in AT_ONCE_KINDS:
                self._armed.append(_Armed(rule, rule.count))
                continue
            for act in self._watchers:
                act(rule)

    def clear(self) -> None:
        """Forget every rule; requests that hang stay so until their client leaves."""
        self._armed.clear()

    def rules(self) -> list[FaultRule]:
        """Return what is in force, with the counts that are left."""
        return [msgspec.structs.replace(one.rule, count=one.left) for one in self._armed]

    def take(self, method: str, path: str, text: str, *, is_chat: bool) -> FaultRule | None:
        """Return the rule for a request and count it; `text` is its query and body."""
        kinds = CHAT_KINDS if is_chat else HTTP_KINDS
        return self._take(kinds, method, path, text)

    def take_order(self, kind: FaultKind, path: str, text: str) -> FaultRule | None:
        """Return the rule of one of ORDER_KINDS for one order of a request and count it."""
        return self._take({kind}, "POST", path, text)

    def _take(self, kinds: Collection[FaultKind], method: str, path: str, text: str) -> FaultRule | None:
        for one in self._armed:
            if one.rule.kind in kinds and _matches(one.rule, method, path, text):
                self._count(one)
                return one.rule
        return None

    def take_stream(
        self, kinds: Collection[FaultKind], *, channel: str, symbol: str | None
    ) -> FaultRule | None:
        """Return the rule of one of `kinds` for a topic of the stream and count it."""
        for one in self._armed:
            rule = one.rule
            if rule.kind in kinds and rule.channel in {None, channel} and rule.symbol in {None, symbol}:
                self._count(one)
                return rule
        return None

    def suspends(self, symbol: str) -> bool:
        """Tell whether a rule suspends a swap."""
        return any(True for _ in self._standing(FaultKind.SUSPEND, symbol))

    def revokes(self, key: str) -> str | None:
        """Return OKX's code with which a key is refused, None where it is good."""
        return next((rule.code or "50111" for rule in self._standing(FaultKind.REVOKE, key)), None)

    def skew_ms(self) -> int:
        """Return how far the venue's clock is ahead."""
        return next((rule.delay_ms for rule in self._standing(FaultKind.SKEW, None)), 0)

    def rebates(self) -> bool:
        """Tell whether makers are paid."""
        return any(True for _ in self._standing(FaultKind.REBATE, None))

    def _standing(self, kind: FaultKind, about: str | None) -> Iterator[FaultRule]:
        return (one.rule for one in self._armed if one.rule.kind is kind and one.rule.symbol in {None, about})

    def _count(self, one: _Armed) -> None:
        if one.left is not None:
            one.left -= 1
            if one.left <= 0:
                self._armed.remove(one)


def _matches(rule: FaultRule, method: str, path: str, text: str) -> bool:
    whole = rule.path.removesuffix("$")
    return (
        (path == whole if whole != rule.path else path.startswith(whole))
        and rule.method in {None, method}
        and (rule.symbol is None or rule.symbol in text)
    )
