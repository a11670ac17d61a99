import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge } from '@/design/Badge'
import { Disclosure } from '@/design/Disclosure'
import { Panel } from '@/design/Panel'
import { Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { formatBytes } from '@/format/bytes'
import { formatCount, formatMoney, formatShare, UNKNOWN } from '@/format/money'
import { formatSpan } from '@/format/time'
import { Fact } from './Fact'
import { redisQuery } from './queries'

type Redis = Shapes['RedisStatus']

/** The server that the desk lives on: its figures, its keys, what is wrong with it. */
export function RedisPanel() {
  const query = useQuery(redisQuery)
  return (
    <Panel
      title="Redis Activity"
      aside={
        query.data && (
          <span className="text-[0.86rem] text-faint">
            as of <Time of={query.data.as_of} style="clock" />
          </span>
        )
      }
    >
      <Answer query={query} what="the state of Redis" lines={9}>
        {(redis) => (
          <>
            <Problems problems={redis.problems} />
            <Figures redis={redis} />
            <Families redis={redis} />
          </>
        )}
      </Answer>
    </Panel>
  )
}

function Problems({ problems }: Pick<Redis, 'problems'>) {
  if (problems.length === 0) return null
  return (
    <ul aria-label="Problems of Redis" className="divide-y divide-line border-b border-line">
      {problems.map(({ code, text, fix, is_fatal }) => (
        <li key={code} className="grid gap-0.5 bg-warn-wash px-3 py-2 text-[0.93rem]">
          <p className={is_fatal ? 'font-medium text-down' : 'text-warn'}>{text}</p>
          <p>
            Mend it with <code className="font-mono text-[0.86rem] wrap-anywhere">{fix}</code>
          </p>
        </li>
      ))}
    </ul>
  )
}

function Figures({ redis }: { redis: Redis }) {
  const { ping, append_only_file: file } = redis
  const memoryShare =
    redis.memory_max_bytes === null ? null : redis.memory_used_bytes / redis.memory_max_bytes
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 p-3 text-[0.93rem]">
      <Fact name="Server">
        {redis.product} {redis.version}
      </Fact>
      <Fact name="Up for">{formatSpan(redis.uptime_seconds * 1000)}</Fact>
      <Fact name="Memory">
        {formatBytes(redis.memory_used_bytes)} of{' '}
        {redis.memory_max_bytes === null ? 'no limit' : formatBytes(redis.memory_max_bytes)}{' '}
        <span className="text-faint">
          {memoryShare !== null && `${formatShare(memoryShare, 1)} · `}
          {redis.eviction_policy}
        </span>
      </Fact>
      <Fact name="Hit rate">
        {formatShare(redis.hit_rate, 1)}{' '}
        <span className="text-faint">
          {formatCount(redis.hits)} hits, {formatCount(redis.misses)} misses
        </span>
      </Fact>
      <Fact name="PING">
        {milliseconds(ping.p50_ms)} <span className="text-faint">median</span>,{' '}
        {milliseconds(ping.p99_ms)} <span className="text-faint">p99</span>
      </Fact>
      <Fact name="Commands">{formatCount(redis.operations_per_second)} a second</Fact>
      <Fact name="Clients">{formatCount(redis.clients)}</Fact>
      <Fact name="Append-only file">
        <Badge tone={file.is_on && file.last_write_ok ? 'up' : 'warn'}>{durability(file)}</Badge>
      </Fact>
      <Fact name="Message log">{formatCount(redis.message_log_length)} entries</Fact>
      <Fact name="Evicted">{formatCount(redis.evicted_keys)} keys</Fact>
    </dl>
  )
}

function Families({ redis }: { redis: Redis }) {
  const rows = [
    ...redis.families.filter(({ keys }) => keys > 0),
    { pattern: 'not in the key table', keys: redis.other_keys },
  ]
  const isPartial = redis.is_count_complete ? '' : ', of the first 20,000 looked at'
  return (
    <div className="border-t border-line px-3 py-1.5">
      <Disclosure summary={`${formatCount(redis.keys)} keys by family${isPartial}`}>
        <Table
          caption="Keys by family"
          columns={[
            { title: 'Family', cell: ({ pattern }) => pattern },
            { title: 'Keys', cell: ({ keys }) => formatCount(keys), isNumber: true },
          ]}
          rows={rows}
          keyOf={({ pattern }) => pattern}
        />
      </Disclosure>
    </div>
  )
}

function durability(file: Redis['append_only_file']): string {
  if (!file.is_on) return 'off'
  if (!file.last_write_ok || !file.last_rewrite_ok) return 'failing'
  return file.is_rewriting ? 'on, rewriting' : 'on'
}

function milliseconds(ms: number | null): string {
  return ms === null ? UNKNOWN : `${formatMoney(ms)} ms`
}
