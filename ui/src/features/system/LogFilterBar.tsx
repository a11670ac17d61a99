import { useId } from 'react'
import { Choice } from '@/design/Choice'
import type { LogEntry, LogFilters } from '@/live/log'

const TYPES: readonly LogEntry['type'][] = [
  'publish',
  'cache_write',
  'cache_read',
  'signal',
  'trade',
  'error',
]
const SOURCES: readonly LogEntry['source'][] = [
  'market-data',
  'ta-service',
  'dashboard',
  'trader-bot',
  'signal-monitor',
  'sentiment',
]

interface LogFilterBarProps {
  filters: LogFilters
  onChange: (filters: LogFilters) => void
}

/** Which entries are shown; what is empty admits any. */
export function LogFilterBar({ filters, onChange }: LogFilterBarProps) {
  const channel = useId()
  return (
    <fieldset className="flex flex-wrap items-end gap-x-3 gap-y-2 border-b border-line px-3 py-2">
      <legend className="sr-only">Filters of the log</legend>
      <Choice
        label="Type"
        value={filters.type}
        of={TYPES}
        onChange={(type) => onChange(changed(filters, { type }))}
      />
      <Choice
        label="Source"
        value={filters.source}
        of={SOURCES}
        onChange={(source) => onChange(changed(filters, { source }))}
      />
      <div className="grid min-w-40 flex-1 gap-0.5">
        <label htmlFor={channel} className="text-[0.82rem] text-faint">
          Channel or key begins with
        </label>
        <input
          id={channel}
          type="search"
          maxLength={200}
          spellCheck={false}
          placeholder="market:BTC"
          value={filters.channel ?? ''}
          onChange={({ target }) =>
            onChange(changed(filters, { channel: target.value || undefined }))
          }
          className={`${FIELD} font-mono placeholder:text-faint`}
        />
      </div>
    </fieldset>
  )
}

const FIELD = 'min-h-7 rounded border border-line-strong bg-ground px-2 text-[0.93rem] text-ink'

type Changes = { [Name in keyof LogFilters]?: LogFilters[Name] | undefined }

/** `filters` with `changes`; what became undefined is left out. */
function changed(filters: LogFilters, changes: Changes): LogFilters {
  const known = Object.entries({ ...filters, ...changes }).filter(
    ([, value]) => value !== undefined,
  )
  return Object.fromEntries(known)
}
