"""A stop is a stop: a task that swallows its cancellation cannot keep the process alive."""

import signal
import subprocess
import sys

STUBBORN = """
import asyncio
from datetime import timedelta
from tradewind.app import outside

outside.LAST_RESORT_AFTER = timedelta(seconds=3)

async def main():
    outside.end_on_signals()
    print("ready", flush=True)
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            print("swallowed", flush=True)

asyncio.run(main())
"""


def test_a_swallowed_cancellation_does_not_keep_the_process_alive() -> None:
    process = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"

    process.send_signal(signal.SIGTERM)

    assert process.wait(30) == -signal.SIGALRM
    assert process.stdout.read() == "swallowed\n"
    process.stdout.close()
