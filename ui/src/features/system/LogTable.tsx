import { Badge, type Tone } from '@/design/Badge'
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
  { title: 'Summary', cell: ({ summary }) => <Line text={summary} /> },
  { title: 'Channel or key', cell: ({ channel }) => <Line text={channel} isCode /> },
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

/** Text that the outside wrote, on one line and never as markup; whole in the tooltip. */
function Line({ text, isCode = false }: { text: string; isCode?: boolean }) {
  return (
    <span
      title={text}
      className={`block max-w-96 truncate ${isCode ? 'font-mono text-[0.86rem]' : ''}`}
    >
      {text}
    </span>
  )
}
