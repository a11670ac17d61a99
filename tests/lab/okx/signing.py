"""Signed requests without a client library in between, for tests that look at the very answers."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2
import orjson

from tests.lab_process import RunningLab
from tradewind_lab.clock import SystemClock
from tradewind_lab.okx.auth import DEMO_KEY, ApiKey, sign

BTC = "BTC-USDT-SWAP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Signs for one key; `patience_s` is how long it waits for an answer."""

    lab: RunningLab
    key: ApiKey = DEMO_KEY
    patience_s: float = 30

    async def post(self, path: str, body: object) -> httpx2.Response:
        return await self._ask("POST", path, orjson.dumps(body).decode())

    async def get(self, path: str) -> httpx2.Response:
        return await self._ask("GET", path, "")

    async def order(self, client_id: str = "", **fields: object) -> Any:
        """Place an order, by default a market buy of 0.05 BTC contracts; return the answer's JSON."""
        return (await self.post("/api/v5/trade/order", an_order(client_id, **fields))).json()

    async def found(self, client_id: str) -> list[Any]:
        answer = await self.get(f"/api/v5/trade/order?instId={BTC}&clOrdId={client_id}")
        return list(answer.json()["data"])

    async def _ask(self, method: str, path: str, body: str) -> httpx2.Response:
        now = datetime.fromtimestamp(SystemClock().now_ms() / 1000, UTC)
        stamp = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        headers = {
            "OK-ACCESS-KEY": self.key.key,
            "OK-ACCESS-PASSPHRASE": self.key.passphrase,
            "OK-ACCESS-TIMESTAMP": stamp,
            "OK-ACCESS-SIGN": sign(self.key.secret, f"{stamp}{method}{path}{body}"),
            "x-simulated-trading": "1" if self.key.is_demo else "0",
        }
        async with httpx2.AsyncClient(
            base_url=self.lab.okx, timeout=httpx2.Timeout(30, read=self.patience_s)
        ) as client:
            return await client.request(method, path, content=body or None, headers=headers)


def an_order(client_id: str = "", **fields: object) -> dict[str, object]:
    usual = {"instId": BTC, "tdMode": "cross", "side": "buy", "ordType": "market", "sz": "0.05"}
    return {**usual, **({"clOrdId": client_id} if client_id else {}), **fields}


async def by_hand(lab: RunningLab, act: str, **fields: object) -> Any:
    async with httpx2.AsyncClient(base_url=lab.url, timeout=30) as client:
        return (await client.post(f"/lab/hand/{act}", json=fields)).json()


async def the_venue(lab: RunningLab, act: str, **fields: object) -> Any:
    async with httpx2.AsyncClient(base_url=lab.url, timeout=30) as client:
        return (await client.post(f"/lab/venue/{act}", json=fields)).json()


async def truth(lab: RunningLab, path: str = "/lab/truth") -> Any:
    async with httpx2.AsyncClient(base_url=lab.url, timeout=30) as client:
        return (await client.get(path)).json()
