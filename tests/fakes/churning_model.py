"""A model on a real socket that never sits still: it opens everything, closes everything, and so on.

Told of a nearer stop, it leaves the closing to the stops.
"""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

FENCE = re.compile(r"```json\s*(\{.*\})\s*```", re.DOTALL)


FAR_STOP = 0.02
STOP_SHARE = web.AppKey("stop_share", float)


def wishes(prompt: str, stop_share: float = FAR_STOP) -> list[dict[str, Any]]:
    found = FENCE.search(prompt)
    assert found, prompt
    document = json.loads(found[1])
    held = document["account"]["positions"]
    if held and stop_share == FAR_STOP:
        return [{"symbol": position["symbol"], "action": "close", "confidence": 1} for position in held]
    return [
        {
            "symbol": market["symbol"],
            "action": action,
            "confidence": 0.9,
            "notional": 3000,
            "leverage": 3,
            "stop_price": market["last_price"] * distance,
        }
        for market, (action, distance) in zip(
            document["markets"],
            [("buy", 1 - stop_share), ("sell", 1 + stop_share)] * len(document["markets"]),
            strict=False,
        )
        if market["symbol"] not in {position["symbol"] for position in held}
    ]


async def answer(request: web.Request) -> web.Response:
    asked = await request.json()
    wished = wishes(asked["messages"][-1]["content"], request.app[STOP_SHARE])
    content = json.dumps({"reasoning": "churn", "decisions": wished})
    message = {"role": "assistant", "content": content}
    return web.json_response(
        {
            "id": "churn",
            "object": "chat.completion",
            "created": 1,
            "model": "churning",
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
    )


@asynccontextmanager
async def churning_model(stop_share: float = FAR_STOP) -> AsyncIterator[str]:
    """Yield the base url of the model; `stop_share`: how far from the price it puts its stops."""
    app = web.Application()
    app[STOP_SHARE] = stop_share
    app.router.add_post("/v1/chat/completions", answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}/v1"
    finally:
        await runner.cleanup()
