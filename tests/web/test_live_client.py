"""What a live client gets at once, and what waits in its outbox."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Message
from starlette.websockets import WebSocket

from tests.clocks import FakeClock
from tests.waiting import eventually
from tradewind.bus.connection import connect
from tradewind.bus.message_log import MessageLog
from tradewind.telemetry.metrics import Metrics
from tradewind.web.live.client import Client
from tradewind.web.live.frames import Frame
from tradewind.web.live.log_tail import LogTail
from tradewind.web.live.outbox import Outbox
from tradewind.web.rate_limit import Bucket, Rate
from tradewind.web.socket_protocol import text_frame


class FakeWire:
    """A connection that takes whole frames while it is free."""

    def __init__(self) -> None:
        self.is_free = True
        self.written: list[bytes] = []

    def abort(self) -> None:
        raise AssertionError("nothing here is dropped")

    def write(self, frame: bytes) -> bool:
        if self.is_free:
            self.written.append(frame)
        return self.is_free


class Conversation:
    """A client whose snapshot is on its way until `snapshot_taken` is set."""

    def __init__(self) -> None:
        clock = FakeClock()
        metrics = Metrics()
        self.wire = FakeWire()
        self.sent: list[str] = []
        self.snapshot_taken = asyncio.Event()
        self.left = asyncio.Event()
        self.is_connected = False
        self.client = Client(
            address="127.0.0.1",
            outbox=Outbox(10, metrics),
            first="snapshot",
            messages=Bucket(Rate(name="messages", per_second=10, burst=10), clock.monotonic()),
            clock=clock,
            wire=self.wire,
            log_tail=LogTail(MessageLog(connect("redis://127.0.0.1:1")), clock, metrics),
        )
        self.socket = WebSocket({"type": "websocket"}, self._receive, self._send)

    def offer(self, slot: str) -> None:
        self.client.offer(Frame(seq=1, slot=slot, text=slot), text_frame(slot))

    async def _receive(self) -> Message:
        if not self.is_connected:
            self.is_connected = True
            return {"type": "websocket.connect"}
        await self.left.wait()
        return {"type": "websocket.disconnect", "code": 1000}

    async def _send(self, message: Message) -> None:
        if message["type"] != "websocket.send":
            return
        self.sent.append(message["text"])
        await self.snapshot_taken.wait()


@asynccontextmanager
async def conversing() -> AsyncIterator[Conversation]:
    talk = Conversation()
    await talk.socket.accept()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(talk.client.converse(talk.socket))
        await eventually(lambda: talk.sent == ["snapshot"])
        yield talk
        talk.left.set()


async def test_nothing_overtakes_the_snapshot_or_what_waits_behind_it() -> None:
    async with conversing() as talk:
        talk.offer("first")
        talk.snapshot_taken.set()
        talk.offer("second")

        await eventually(lambda: talk.sent == ["snapshot", "first", "second"])
        assert talk.wire.written == []


async def test_a_client_that_keeps_up_gets_a_frame_at_once() -> None:
    async with conversing() as talk:
        talk.snapshot_taken.set()
        talk.offer("waits for the snapshot")
        await eventually(lambda: len(talk.sent) == 2)

        talk.offer("at once")
        assert talk.wire.written == [text_frame("at once")]


async def test_what_the_wire_does_not_take_waits_in_the_outbox() -> None:
    async with conversing() as talk:
        talk.snapshot_taken.set()
        talk.wire.is_free = False
        talk.offer("not taken")

        await eventually(lambda: talk.sent[-1] == "not taken")
        assert talk.wire.written == []
