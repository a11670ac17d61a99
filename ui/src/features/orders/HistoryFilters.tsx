import { Button } from '@/design/Button'
import { Field, INPUT_LOOK } from '@/design/Field'
import { type Asked, SIDES, STATES, WAYS } from './asked'

interface HistoryFiltersProps {
  asked: Asked
  list: string
  symbols: readonly string[]
  onChange: (changes: Asked) => void
}

const NOTHING: Asked = {
  instrument: undefined,
  side: undefined,
  state: undefined,
  from: undefined,
  to: undefined,
}

/** Narrows the history; the address of the page keeps it. */
export function HistoryFilters({ asked, list, symbols, onChange }: HistoryFiltersProps) {
  const isFiltered = Object.keys(NOTHING).some((name) => asked[name as keyof Asked])
  return (
    <search className="flex flex-wrap items-end gap-2 border-b border-line px-3 py-2">
      <Choice
        label="Instrument"
        value={asked.instrument}
        choices={symbols}
        onChange={(instrument) => onChange({ instrument })}
      />
      <Choice
        label="Direction"
        value={asked.side}
        choices={list === 'closed' ? WAYS : SIDES}
        onChange={(side) => onChange({ side })}
      />
      {list === 'orders' && (
        <Choice
          label="State"
          value={asked.state}
          choices={STATES}
          onChange={(state) => onChange({ state })}
        />
      )}
      <Day label="From, UTC" value={asked.from} onChange={(from) => onChange({ from })} />
      <Day label="To, UTC" value={asked.to} onChange={(to) => onChange({ to })} />
      {isFiltered && <Button onClick={() => onChange(NOTHING)}>Show all</Button>}
    </search>
  )
}

interface ChoiceProps {
  label: string
  value: string | undefined
  choices: readonly string[]
  onChange: (value: string) => void
}

function Choice({ label, value, choices, onChange }: ChoiceProps) {
  return (
    <Field label={label}>
      {(id) => (
        <select
          id={id}
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value)}
          className={INPUT_LOOK}
        >
          <option value="">all</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

function Day({ label, value, onChange }: Omit<ChoiceProps, 'choices'>) {
  return (
    <Field label={label}>
      {(id) => (
        <input
          id={id}
          type="date"
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value)}
          className={INPUT_LOOK}
        />
      )}
    </Field>
  )
}
