"""Watch the base keys of a running desk: each must parse and be renewed before it expires.

python -m bench.key_lives REDIS_URL [SECONDS]   prints, per family, writes and the least time that was left.
"""

import sys
import time

import redis

from tradewind.bus.codec import Undecodable, decode
from tradewind.bus.keys import BASE_KEYS, MESSAGE_LOG
from tradewind.domain.instrument import Symbol

SYMBOLS = [Symbol(f"{base}-USDT-SWAP") for base in ("BTC", "ETH", "SOL", "BNB", "DOGE", "XRP")]
POLL_SECONDS = 0.2


def main() -> int:
    server = redis.Redis.from_url(sys.argv[1])
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 600
    keys = [(row.pattern, row.at(symbol)) for row in BASE_KEYS for symbol in SYMBOLS]
    least = {row.pattern: float("inf") for row in BASE_KEYS}
    stamps: dict[str, object] = {}
    writes = {row.pattern: 0 for row in BASE_KEYS}
    missing = unreadable = 0
    logged, last_entry = 0, "-"
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        pipe = server.pipeline(transaction=False)
        for _, key in keys:
            pipe.pttl(key.name)
            pipe.get(key.name)
        answers = pipe.execute()
        for (family, key), life, content in zip(keys, answers[::2], answers[1::2], strict=True):
            if content is None:
                missing += 1
                continue
            least[family] = min(least[family], life / 1000)
            try:
                stamp = decode(content, key.kind).timestamp
            except Undecodable as e:
                unreadable += 1
                print(key.name, e)
                continue
            writes[family] += stamp != stamps.get(key.name)
            stamps[key.name] = stamp
        entries: list[tuple[bytes, dict[bytes, bytes]]] = server.xrange(  # type: ignore[assignment]  # bytes by default
            MESSAGE_LOG, min=f"({last_entry}" if last_entry != "-" else "-"
        )
        logged += sum(entry[b"type"] == b"cache_write" for _, entry in entries)
        last_entry = entries[-1][0].decode() if entries else last_entry
        time.sleep(POLL_SECONDS)
    print(f"{len(keys)} keys for {seconds:g} s: missing {missing}, unreadable {unreadable}")
    for row in BASE_KEYS:
        print(
            f"{row.pattern:32} ttl {row.ttl.total_seconds():4g} s, least left {least[row.pattern]:7.1f} s, "
            f"writes seen {writes[row.pattern]}"
        )
    print(f"cache writes in the message log: {logged}")
    return 1 if missing or unreadable else 0


if __name__ == "__main__":
    sys.exit(main())
