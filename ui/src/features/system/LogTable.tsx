import { Badge, type Tone } from '@/design/Badge'
import { InertText } from '@/design/InertText'
import { type Column, Table } from '@/design/Table'
import { Time } from '@/design/Time'
import { formatBytes } from '@/format/bytes'
import type { LogEntry } from '@/live/log'

const TONES: Record<LogEntry['type'], Tone> = {
  publish: 'accent',
  cache_write: 'neutral',
  cache_read: 'neutral',
  signal: 'up',
  trade: 'up',
  error: 'down',
}

const COLUMNS: readonly [Column<LogEntry>, ...Column<LogEntry>[]] = [
  { title: 'Time', cell: ({ timestamp }) => <Time of={timestamp} style="clock" /> },
  {
    title: 'Type',
    cell: ({ type }) => <Badge tone={TONES[type]}>{type.replaceAll('_', ' ')}</Badge>,
  },
  { title: 'Source', cell: ({ source }) => source },
  { title: 'Summary', cell: ({ summary }) => <InertText text={summary} /> },
  { title: 'Channel or key', cell: ({ channel }) => <InertText text={channel} isCode /> },
  { title: 'Size', cell: ({ payload_size }) => formatBytes(payload_size), isNumber: true },
]

/** Entries, newest first. */
export function LogTable({ entries }: { entries: readonly LogEntry[] }) {
  return (
    <div className="max-h-128 overflow-y-auto">
      <Table
        caption="Message log, newest first"
        columns={COLUMNS}
        rows={entries}
        keyOf={({ id }) => id}
      />
    </div>
  )
}
