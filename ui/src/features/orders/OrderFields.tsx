import { Field, INPUT_LOOK } from '@/design/Field'
import { Segmented } from '@/design/Segmented'
import { DecimalField } from './DecimalField'
import type { Draft } from './draft'

const SIDES: readonly { value: Draft['side']; text: string }[] = [
  { value: 'buy', text: 'Buy' },
  { value: 'sell', text: 'Sell' },
]

const KINDS: readonly { value: Draft['kind']; text: string }[] = [
  { value: 'market', text: 'Market' },
  { value: 'limit', text: 'Limit' },
]

const TIMES: readonly { value: Draft['timeInForce']; text: string }[] = [
  { value: 'gtc', text: 'until canceled' },
  { value: 'ioc', text: 'at once, rest canceled' },
  { value: 'fok', text: 'all at once or nothing' },
  { value: 'post_only', text: 'only as maker' },
]

interface OrderFieldsProps {
  draft: Draft
  symbols: readonly string[]
  onChange: (changes: Partial<Draft>) => void
}

/** Everything that an opening says. */
export function OrderFields({ draft, symbols, onChange }: OrderFieldsProps) {
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Symbol">
          {(id) => (
            <select
              id={id}
              value={draft.symbol}
              onChange={(event) => onChange({ symbol: event.target.value })}
              className={INPUT_LOOK}
            >
              {symbols.map((symbol) => (
                <option key={symbol}>{symbol}</option>
              ))}
            </select>
          )}
        </Field>
        <Segmented
          label="Side"
          value={draft.side}
          choices={SIDES}
          onChange={(side) => onChange({ side })}
        />
        <Segmented
          label="Kind"
          value={draft.kind}
          choices={KINDS}
          onChange={(kind) => onChange({ kind })}
        />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <DecimalField
          label="Notional"
          value={draft.notional}
          onChange={(notional) => onChange({ notional })}
          isNeeded
        />
        <DecimalField
          label="Leverage"
          value={draft.leverage}
          onChange={(leverage) => onChange({ leverage })}
          isNeeded
        />
        {draft.kind === 'limit' && <LimitFields draft={draft} onChange={onChange} />}
        <DecimalField
          label="Stop price"
          value={draft.stopPrice}
          onChange={(stopPrice) => onChange({ stopPrice })}
        />
        <DecimalField
          label="Target price (optional)"
          value={draft.targetPrice}
          onChange={(targetPrice) => onChange({ targetPrice })}
        />
      </div>
      <Field label="Reason (optional)">
        {(id) => (
          <input
            id={id}
            value={draft.reason}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => onChange({ reason: event.target.value })}
            className={INPUT_LOOK}
          />
        )}
      </Field>
    </>
  )
}

function LimitFields({ draft, onChange }: Pick<OrderFieldsProps, 'draft' | 'onChange'>) {
  return (
    <>
      <DecimalField
        label="Limit price"
        value={draft.limitPrice}
        onChange={(limitPrice) => onChange({ limitPrice })}
        isNeeded
      />
      <Field label="Waits">
        {(id) => (
          <select
            id={id}
            value={draft.timeInForce}
            onChange={(event) => onChange({ timeInForce: timeOf(event.target.value) })}
            className={INPUT_LOOK}
          >
            {TIMES.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  )
}

function timeOf(chosen: string): Draft['timeInForce'] {
  return TIMES.find(({ value }) => value === chosen)?.value ?? 'gtc'
}
