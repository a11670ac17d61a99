import { Field, INPUT_LOOK } from '@/design/Field'
import { Segmented } from '@/design/Segmented'
import {
  KINDS,
  type Kind,
  STANCES,
  TIMEFRAMES,
  type Timeframe,
  type View,
  type WantedStance,
} from './view'

const KIND_WORDS: Record<Kind, string> = {
  all: 'All',
  swap: 'Swaps',
  coin: 'Coins',
  stock: 'Stocks',
}

const kinds = KINDS.map((value) => ({ value, text: KIND_WORDS[value] }))
const stances = STANCES.map((value: WantedStance) => ({
  value,
  text: value === 'any' ? 'Any' : value,
}))
const timeframes = TIMEFRAMES.map((value: Timeframe) => ({ value, text: value }))

interface FilterBarProps {
  view: View
  onView: (view: View) => void
}

/** Which symbols, and whose candles. */
export function FilterBar({ view, onView }: FilterBarProps) {
  return (
    <section
      aria-label="Filter the scanner"
      className="flex flex-wrap items-end gap-x-4 gap-y-2 border-b border-line px-3 py-2"
    >
      <div className="w-36 max-sm:w-full">
        <Field label="Symbol">
          {(id) => (
            <input
              id={id}
              type="search"
              value={view.q}
              maxLength={40}
              placeholder="BTC"
              onChange={({ target }) => onView({ ...view, q: target.value })}
              className={INPUT_LOOK}
            />
          )}
        </Field>
      </div>
      <Choice title="Market">
        <Segmented
          label="Market"
          value={view.kind}
          choices={kinds}
          onChange={(kind) => onView({ ...view, kind })}
        />
      </Choice>
      <Choice title="Stance">
        <Segmented
          label="Stance"
          value={view.stance}
          choices={stances}
          onChange={(stance) => onView({ ...view, stance })}
        />
      </Choice>
      <Choice title="RSI, trend and volume of">
        <Segmented
          label="Candles of RSI, trend and volume"
          value={view.tf}
          choices={timeframes}
          onChange={(tf) => onView({ ...view, tf })}
        />
      </Choice>
      <div className="flex gap-x-3">
        <ScoreField
          label="Score from"
          value={view.min}
          onChange={(min) => onView({ ...view, min })}
        />
        <ScoreField label="to" value={view.max} onChange={(max) => onView({ ...view, max })} />
      </div>
      <label className="flex min-h-7 items-center gap-1.5 text-[0.93rem]">
        <input
          type="checkbox"
          checked={view.watched}
          onChange={({ target }) => onView({ ...view, watched: target.checked })}
        />
        Watchlist only
      </label>
    </section>
  )
}

function Choice({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="grid gap-1">
      <span aria-hidden="true" className="text-[0.93rem] text-muted">
        {title}
      </span>
      {children}
    </div>
  )
}

interface ScoreFieldProps {
  label: string
  value: number
  onChange: (share: number) => void
}

function ScoreField({ label, value, onChange }: ScoreFieldProps) {
  return (
    <div className="w-24 whitespace-nowrap">
      <Field label={label}>
        {(id) => (
          <input
            id={id}
            type="number"
            min={0}
            max={1}
            step={0.05}
            value={value}
            onChange={({ target }) => {
              const share = target.valueAsNumber
              if (share >= 0 && share <= 1) onChange(share)
            }}
            className={INPUT_LOOK}
          />
        )}
      </Field>
    </div>
  )
}
