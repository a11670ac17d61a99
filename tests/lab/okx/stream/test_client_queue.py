"""A client's queue in front of a socket that breaks or does not take what is written."""

import asyncio

from starlette.types import Message

from tests.lab.okx.stream.test_switchboard import BTC, MARKET, NOON_MS
from tests.lab.okx.venue import HandClock
from tradewind_lab.exchange.exchange import Exchange
from tradewind_lab.faults import Faults
from tradewind_lab.okx.auth import KeyRing
from tradewind_lab.okx.stream.client import Client
from tradewind_lab.okx.stream.config import StreamConfig
from tradewind_lab.okx.stream.mailroom import Mailroom
from tradewind_lab.okx.stream.switchboard import Switchboard
from tradewind_lab.okx.stream.topic import Endpoint, Topic


class Transport:
    """What a client needs of uvicorn's protocol beneath its `send`."""

    def pause_reading(self) -> None:
        raise AssertionError("nobody asked for silence")


class Socket:
    """The server's end of a connection: nothing comes in, and what goes out waits for `takes`."""

    def __init__(self, *, is_gone: bool = False) -> None:
        self.transport = Transport()
        self.is_gone = is_gone
        self.takes = asyncio.Event()
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        await asyncio.Event().wait()
        raise AssertionError("nothing comes in")

    async def send(self, message: Message) -> None:
        if self.is_gone:
            raise OSError
        await self.takes.wait()
        self.sent.append(message)


def a_client() -> tuple[Client, Switchboard]:
    clock, config, faults = HandClock(at_ms=NOON_MS), StreamConfig(), Faults()
    board = Switchboard(MARKET, clock, config, faults)
    client = Client(
        number=1,
        endpoint=Endpoint.PUBLIC,
        is_demo=False,
        board=board,
        mail=Mailroom(Exchange(MARKET), KeyRing(()), clock, config, faults),
        clock=clock,
        config=config,
        faults=faults,
    )
    return client, board


async def test_a_client_that_is_gone_ends_quietly_and_is_forgotten() -> None:
    client, board = a_client()
    socket = Socket(is_gone=True)
    board.join(Topic(channel="tickers", about=BTC), client)

    async with asyncio.timeout(20):
        await client.run(socket.receive, socket.send)

    assert not board.is_heard


async def test_a_client_that_does_not_read_is_closed_with_4005() -> None:
    client, _ = a_client()
    socket = Socket()
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(client.run(socket.receive, socket.send))
        for number in range(20_001):
            client.offer(str(number))
        socket.takes.set()
        await running

    assert len(socket.sent) <= 10_001
    assert socket.sent[-1]["code"] == 4005
