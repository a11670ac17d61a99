"""Asks OKX and judges what it answered: rows, or an error that says what may be done next.

Flow: gate (may it leave?) → transport (once, never again) → the table of codes → rows or an error of the port.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog

from tradewind.brokers.okx import fields
from tradewind.brokers.okx.config import ApiKey, Environment, OkxConfig
from tradewind.brokers.okx.errors import Meaning, key_sentence, meaning
from tradewind.brokers.okx.fields import Row
from tradewind.brokers.okx.gate import Cause, Closed, Gate
from tradewind.brokers.okx.transport import Answer, Body, Silence, Transport
from tradewind.brokers.port import BrokerUnavailable, KeyRefused, NotSent, OutcomeUnknown, RateLimited
from tradewind.domain.clock import Clock, Instant

_log = structlog.get_logger(__name__)

OF_THE_KEY: Final = frozenset({Meaning.KEY, Meaning.ENVIRONMENT, Meaning.CLOCK})
ROW_CODES: Final = frozenset({"0", "1", "2"})
"""Done, refused in every row, refused in some: then each row tells for itself."""
BAN = 418


class Refused(Exception):
    """The venue refused with proof; the caller says what that means for what it asked."""

    def __init__(self, code: str, message: str, meant: Meaning) -> None:
        super().__init__(f"OKX {code}: {message}" if code else message)
        self.code = code
        self.meaning = meant


class Connection:
    """One key's requests; `aclose` at the end."""

    def __init__(self, environment: Environment, key: ApiKey, config: OkxConfig, clock: Clock) -> None:
        self.environment = environment
        self._transport = Transport(environment, key, config, clock)
        self._clock = clock
        self._gate = Gate(clock, config)
        self._timing = asyncio.Lock()

    @property
    def offset(self) -> timedelta:
        """How far the venue's clock is ahead of ours, as measured last."""
        return self._transport.offset

    @property
    def key_reason(self) -> str | None:
        """What is wrong with the key, None while it is taken."""
        return self._gate.key_reason

    async def read(self, path: str, query: Body | None = None, *, is_private: bool = True) -> Sequence[Row]:
        """Return the rows of a GET; KeyRefused, BrokerUnavailable."""
        try:
            return await self._read(path, query or {}, is_private=is_private)
        except Refused as e:
            raise BrokerUnavailable(f"{path}: {e}") from e

    async def find(self, path: str, query: Body) -> Row | None:
        """Return the one row that a GET asks for, None where the venue says there is none; KeyRefused, BrokerUnavailable."""
        try:
            found = await self._read(path, query, is_private=True)
        except Refused as e:
            if e.meaning is Meaning.NOT_FOUND:
                return None
            raise BrokerUnavailable(f"{path}: {e}") from e
        return found[0] if found else None

    async def act(self, path: str, body: Body, until: Instant | None = None) -> Sequence[Row]:
        """POST once and return the rows, each judged by `check_row`; Refused, NotSent, RateLimited, OutcomeUnknown.

        The venue refuses what reaches it after `until`, by our clock; None: whenever it comes.
        """
        if closed := self._gate.closed(f"POST {path}"):
            raise _not_sent(closed)
        try:
            answer = await self._ask("POST", path, body, is_private=True, until=until)
        except Silence as e:
            raise (OutcomeUnknown if e.is_sent else NotSent)(str(e)) from e
        if answer.status == 200 and answer.code in ROW_CODES and answer.rows:
            return answer.rows
        match meaning(answer.code, status=answer.status):
            case Meaning.LIMITED:
                raise RateLimited(f"{path}: OKX {answer.code or answer.status}", answer.pause)
            case Meaning.UNKNOWN | Meaning.DONE:
                raise OutcomeUnknown(f"{path}: OKX {answer.code or answer.status} {answer.message}")
            case meant:
                raise self._refused(answer, meant)

    async def act_once(self, path: str, body: Body, until: Instant | None = None) -> Row:
        """POST one thing and return its row, done; Refused, NotSent, RateLimited, OutcomeUnknown."""
        sent_with = self.offset
        try:
            return await self._act_once(path, body, until)
        except Refused as e:
            is_young = until is not None and self._clock.now() < until
            if e.meaning is not Meaning.LATE or not is_young or not await self._is_corrected(sent_with):
                raise
        # Too late by the venue's clock and in time by ours: nothing was done, and now both agree.
        return await self._act_once(path, body, until)

    async def _act_once(self, path: str, body: Body, until: Instant | None) -> Row:
        row = (await self.act(path, body, until))[0]
        check_row(row)
        return row

    async def measure_offset(self) -> timedelta:
        """Ask the venue for its time and sign with it from now on; BrokerUnavailable."""
        began, began_at = self._clock.monotonic(), self._clock.now()
        try:
            answer = await self._transport.send("GET", "public/time", {}, is_private=False)
        except Silence as e:
            raise BrokerUnavailable(f"the venue's time is not known: {e}") from e
        if answer.status != 200 or not answer.rows:
            raise BrokerUnavailable(f"the venue's time is not known: {answer.status} {answer.message}")
        halfway = timedelta(seconds=(self._clock.monotonic() - began) / 2)
        offset = fields.moment(answer.rows[0], "ts") - Instant.of(began_at + halfway)
        self._transport.shift(offset)
        return offset

    async def aclose(self) -> None:
        """Close the connections."""
        await self._transport.aclose()

    async def _read(self, path: str, query: Body, *, is_private: bool) -> Sequence[Row]:
        if closed := self._gate.closed(f"GET {path}"):
            reason = f"{closed.reason}; asked again in {closed.remaining.total_seconds():.1f} s"
            raise (KeyRefused if closed.cause is Cause.KEY else BrokerUnavailable)(reason)
        try:
            answer = await self._ask("GET", path, query, is_private=is_private)
        except Silence as e:
            raise BrokerUnavailable(str(e)) from e
        if answer.status == 200 and answer.code == "0":
            return answer.rows
        meant = meaning(answer.code, status=answer.status)
        if meant in OF_THE_KEY:
            raise KeyRefused(key_sentence(answer.code, answer.message, self.environment))
        raise Refused(answer.code or str(answer.status), answer.message, meant)

    async def _ask(
        self, method: str, path: str, body: Body, *, is_private: bool, until: Instant | None = None
    ) -> Answer:
        sent_with = self.offset
        answer = await self._send(method, path, body, is_private=is_private, until=until)
        if meaning(answer.code, status=answer.status) is Meaning.CLOCK and await self._is_corrected(
            sent_with
        ):
            # The venue looked at nothing but the stamp, so the request may leave once more.
            answer = await self._send(method, path, body, is_private=is_private, until=until)
        self._note(f"{method} {path}", answer)
        return answer

    async def _send(
        self, method: str, path: str, body: Body, *, is_private: bool, until: Instant | None
    ) -> Answer:
        try:
            return await self._transport.send(method, path, body, is_private=is_private, until=until)
        except Silence:
            self._gate.unanswered()
            raise

    async def _is_corrected(self, sent_with: timedelta) -> bool:
        async with self._timing:
            if self.offset != sent_with:
                return True
            try:
                offset = await self.measure_offset()
            except BrokerUnavailable as e:
                _log.warning("venue_time_unread", error=str(e))
                return False
        _log.warning("clock_corrected", venue=self.environment.venue, offset_seconds=offset.total_seconds())
        return offset != sent_with

    def _note(self, lane: str, answer: Answer) -> None:
        if answer.status == 200 and answer.code in ROW_CODES:
            self._gate.answered()
            return
        meant = meaning(answer.code, status=answer.status)
        if meant in OF_THE_KEY:
            reason = key_sentence(answer.code, answer.message, self.environment)
            if self._gate.key_refused(reason):
                _log.error("venue_key_refused", venue=self.environment.venue, reason=reason)
        elif meant is Meaning.LIMITED:
            self._gate.limited("" if answer.status == BAN else lane, answer.pause)
        elif meant is Meaning.UNKNOWN or answer.status >= 500:
            self._gate.unanswered()
        else:
            self._gate.answered()

    def _refused(self, answer: Answer, meant: Meaning) -> Refused:
        if meant in OF_THE_KEY:
            return Refused("", key_sentence(answer.code, answer.message, self.environment), meant)
        return Refused(answer.code or str(answer.status), answer.message, meant)


def check_row(row: Row) -> None:
    """Return when an order's own row says that it was done; Refused, RateLimited, OutcomeUnknown."""
    code, message = fields.text(row, "sCode") or "0", fields.text(row, "sMsg") or ""
    match meaning(code, is_of_an_order=True):
        case Meaning.DONE:
            return
        case Meaning.UNKNOWN:
            raise OutcomeUnknown(f"OKX {code}: {message}")
        case Meaning.LIMITED:
            raise RateLimited(f"OKX {code}: {message}", timedelta(seconds=2))
        case meant:
            raise Refused(code, message, meant)


def _not_sent(closed: Closed) -> NotSent | RateLimited | Refused:
    match closed.cause:
        case Cause.LIMIT:
            return RateLimited(closed.reason, closed.remaining)
        case Cause.KEY:
            return Refused("", closed.reason, Meaning.KEY)
        case Cause.SILENCE:
            return NotSent(closed.reason)
