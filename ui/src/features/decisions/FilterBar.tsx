import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Button } from '@/design/Button'
import { Choice } from '@/design/Choice'
import { Disclosure } from '@/design/Disclosure'
import { MODES } from '@/design/modes'
import { modelUsageQuery } from '@/live/queries'
import { ACTIONS, changed, type DecisionFilters, OUTCOMES, TRIGGERS, VERDICTS } from './filters'
import { TRIGGER_WORDS } from './outcomes'

interface FilterBarProps {
  filters: DecisionFilters
  symbols: readonly string[]
  onChange: (filters: DecisionFilters) => void
}

const FIELD =
  'min-h-7 w-full rounded border border-line-strong bg-ground px-2 text-[0.93rem] text-ink'
const WIDE_PX = 640

/** Which decisions are shown; what is empty admits any. */
export function FilterBar({ filters, symbols, onChange }: FilterBarProps) {
  const { data: usage } = useQuery(modelUsageQuery)
  const models = usage?.models.map(({ model }) => model) ?? []
  const count = Object.keys(filters).length
  const set = (changes: Parameters<typeof changed>[1]) => onChange(changed(filters, changes))
  return (
    <div className="border-b border-line px-3 py-2">
      <Disclosure
        summary={count === 0 ? 'Filters' : `Filters, ${count} set`}
        isOpen={count > 0 || window.innerWidth >= WIDE_PX}
      >
        <fieldset className="grid grid-cols-2 items-end gap-x-3 gap-y-2 pt-1 sm:grid-cols-[repeat(auto-fill,minmax(10rem,1fr))]">
          <legend className="sr-only">Filters of the decisions</legend>
          <Choice
            label="Symbol"
            value={filters.symbol}
            of={symbols}
            onChange={(symbol) => set({ symbol })}
          />
          <Choice
            label="Action"
            value={filters.action}
            of={ACTIONS}
            onChange={(action) => set({ action })}
          />
          <Choice
            label="Verdict"
            value={filters.verdict}
            of={VERDICTS}
            onChange={(verdict) => set({ verdict })}
          />
          <Choice
            label="Outcome"
            value={filters.outcome}
            of={OUTCOMES}
            onChange={(outcome) => set({ outcome })}
          />
          <Choice
            label="Model"
            value={filters.model}
            of={models}
            onChange={(model) => set({ model })}
          />
          <Choice
            label="Trigger"
            value={filters.trigger}
            of={TRIGGERS}
            words={TRIGGER_WORDS}
            onChange={(trigger) => set({ trigger })}
          />
          <Choice
            label="Mode"
            value={filters.mode}
            of={MODES}
            any="in force"
            onChange={(mode) => set({ mode })}
          />
          <Day label="From (UTC)" value={filters.from} onChange={(from) => set({ from })} />
          <Day label="To (UTC)" value={filters.to} onChange={(to) => set({ to })} />
          {count > 0 && <Button onClick={() => onChange({})}>Clear the filters</Button>}
        </fieldset>
      </Disclosure>
    </div>
  )
}

interface DayProps {
  label: string
  value: string | undefined
  onChange: (value: string | undefined) => void
}

function Day({ label, value, onChange }: DayProps) {
  const id = useId()
  return (
    <div className="grid gap-0.5">
      <label htmlFor={id} className="text-[0.82rem] text-faint">
        {label}
      </label>
      <input
        id={id}
        type="date"
        value={value ?? ''}
        onChange={({ target }) => onChange(target.value || undefined)}
        className={FIELD}
      />
    </div>
  )
}
