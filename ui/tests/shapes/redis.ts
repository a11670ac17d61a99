import type { Shapes } from '@/api/client'
import type { LogEntry } from '@/live/log'

export function aRedis(changes: Partial<Shapes['RedisStatus']> = {}): Shapes['RedisStatus'] {
  return {
    as_of: '2026-11-21T12:00:00.000Z',
    product: 'valkey',
    version: '9.1.0',
    uptime_seconds: 3_600,
    memory_used_bytes: 1_572_864,
    memory_max_bytes: 2_147_483_648,
    eviction_policy: 'volatile-lru',
    evicted_keys: 0,
    hits: 900,
    misses: 100,
    hit_rate: 0.9,
    operations_per_second: 42,
    clients: 7,
    ping: { samples: 30, p50_ms: 0.21, p99_ms: 1.4 },
    append_only_file: {
      is_on: true,
      is_rewriting: false,
      last_write_ok: true,
      last_rewrite_ok: true,
    },
    message_log_length: 10_000,
    keys: 49,
    families: [{ pattern: 'market:{symbol}:ticker', keys: 6 }],
    other_keys: 1,
    is_count_complete: true,
    problems: [],
    ...changes,
  }
}

export function anEntry(number: number, changes: Partial<LogEntry> = {}): LogEntry {
  return {
    id: `1700000000000-${number}`,
    type: 'cache_write',
    channel: 'market:BTC-USDT-SWAP:ticker',
    source: 'market-data',
    summary: `entry ${number}`,
    payload_size: 420,
    timestamp: '2026-11-21T12:00:00.000Z',
    ...changes,
  }
}

export function aLogFrame(entries: LogEntry[], dropped = 0, loss: string | null = null) {
  return {
    type: 'log_entry',
    data: { entries, dropped, loss },
    timestamp: '2026-11-21T12:00:01.000Z',
  }
}
