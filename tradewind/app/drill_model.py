"""The model's seat in a drill: a server that opens or closes when it is told to, and invents no reason for it."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

STOP_DISTANCE = 0.02
NOTIONAL_SHARE = 0.05
"""Of equity, for each position."""
LEVERAGE = 2
_FENCE = re.compile(r"```json\s*(\{.*\})\s*```", re.DOTALL)


class Mood(StrEnum):
    """What the model proposes."""

    REST = "rest"
    OPEN = "open"  # every symbol of `symbols` that is not held
    CLOSE = "close"  # everything held


@dataclass(slots=True, kw_only=True)
class DrillModel:
    """What it proposes from the next question on."""

    mood: Mood = Mood.REST
    symbols: frozenset[str] = field(default_factory=frozenset)

    def proposals(self, prompt: str) -> list[dict[str, object]]:
        """Return the items of an answer to `prompt`; nothing for one without the desk's JSON."""
        found = _FENCE.search(prompt)
        if found is None or self.mood is Mood.REST:
            return []
        seen = json.loads(found[1])
        held = [position["symbol"] for position in seen["account"]["positions"]]
        if self.mood is Mood.CLOSE:
            return [{"symbol": symbol, "action": "close", "confidence": 1} for symbol in held]
        equity = seen["account"]["equity"]
        if equity is None:  # a held position has no price; nothing has a size then
            return []
        wanted = [one for one in seen["markets"] if one["symbol"] in self.symbols.difference(held)]
        return [_opening(market, float(equity)) for market in wanted]


def _opening(market: dict[str, Any], equity: float) -> dict[str, object]:
    is_long = sum(map(ord, market["symbol"])) % 2 == 0  # both sides are drilled, each symbol always its own
    return {
        "symbol": market["symbol"],
        "action": "buy" if is_long else "sell",
        "confidence": 0.9,
        "notional": round(equity * NOTIONAL_SHARE),
        "leverage": LEVERAGE,
        "stop_price": market["last_price"] * (1 - STOP_DISTANCE if is_long else 1 + STOP_DISTANCE),
        "rationale": "a drill",
    }


@contextmanager
def seated(model: DrillModel) -> Iterator[str]:
    """Yield the base url at which `model` answers while the block lasts, on a loopback port."""

    class Seat(BaseHTTPRequestHandler):
        """One request."""

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            said = json.dumps(_completion(model.proposals(asked["messages"][-1]["content"]))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's own name
            """Say nothing: the desk keeps every answer."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Seat) as server:
        thread = threading.Thread(target=server.serve_forever, name="drill model", daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        finally:
            server.shutdown()
            thread.join()


def _completion(proposals: list[dict[str, object]]) -> dict[str, object]:
    content = json.dumps({"reasoning": "a drill", "decisions": proposals})
    message = {"role": "assistant", "content": content}
    return {
        "id": "drill",
        "object": "chat.completion",
        "created": 1,
        "model": "drill",
        "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
