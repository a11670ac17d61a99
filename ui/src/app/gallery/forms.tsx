import { useState } from 'react'
import { Preferences } from '@/app/Preferences'
import { Button } from '@/design/Button'
import { Choice } from '@/design/Choice'
import { ConfirmDialog } from '@/design/ConfirmDialog'
import { Dialog } from '@/design/Dialog'
import { Field, INPUT_LOOK } from '@/design/Field'
import { Flyout } from '@/design/Flyout'
import { Keycap } from '@/design/Keycap'
import { useNamedKeys } from '@/design/keys'
import { Segmented } from '@/design/Segmented'
import { isTyped, TypedWord } from '@/design/TypedWord'
import { LONG, nothing, type Specimen } from './specimen'

/** What is pressed, typed, chosen and asked. */
export const FORMS: readonly Specimen[] = [
  {
    file: 'Button.tsx',
    states: [
      ['usual', () => <Button>Preview</Button>],
      ['disabled', () => <Button disabled>Preview</Button>],
      ['long', () => <Button>{LONG.slice(0, 48)}</Button>],
    ],
  },
  {
    file: 'Field.tsx',
    states: [
      [
        'empty',
        () => (
          <Field label="Limit price">
            {(id) => <input id={id} placeholder="0.1" className={INPUT_LOOK} />}
          </Field>
        ),
      ],
      [
        'filled',
        () => (
          <Field label="Limit price">
            {(id) => <input id={id} defaultValue="96543.2" className={INPUT_LOOK} />}
          </Field>
        ),
      ],
      [
        'disabled',
        () => (
          <Field label="Limit price">
            {(id) => <input id={id} disabled defaultValue="96543.2" className={INPUT_LOOK} />}
          </Field>
        ),
      ],
    ],
  },
  { file: 'TypedWord.tsx', states: [['type it', () => <Typed />]] },
  { file: 'Segmented.tsx', states: [['few', () => <Chosen />]] },
  {
    file: 'Choice.tsx',
    states: [
      ['any', () => <Narrowed value={undefined} />],
      ['chosen', () => <Narrowed value="sell" />],
      ['not among them', () => <Narrowed value="swap" />],
    ],
  },
  { file: 'Dialog.tsx', states: [['open it', () => <Asked />]] },
  {
    file: 'ConfirmDialog.tsx',
    states: [
      ['usual', () => <Confirmed isPending={false} error={null} />],
      ['under way', () => <Confirmed isPending error={null} />],
      [
        'failed',
        () => (
          <Confirmed isPending={false} error={new Error('The venue did not answer in 10 s.')} />
        ),
      ],
    ],
  },
  {
    file: 'Flyout.tsx',
    states: [
      [
        'open it',
        (where) => (
          <Flyout
            label={`More, ${where}`}
            face="More"
            side="below"
            className="rounded border border-line-strong px-2"
          >
            {() => <p>{LONG.slice(0, 40)}</p>}
          </Flyout>
        ),
      ],
    ],
  },
  { file: 'keys.ts', states: [['all that are heard', () => <Heard />]] },
  { file: 'preferences.ts', states: [['all of them', () => <Preferences />]] },
]

function Heard() {
  const keys = useNamedKeys()
  return (
    <ul>
      {keys.map(({ press, does }) => (
        <li key={press} className="flex justify-between gap-2">
          {does} <Keycap of={press} />
        </li>
      ))}
    </ul>
  )
}

function Typed() {
  const [typed, setTyped] = useState('')
  return (
    <div className="grid gap-2">
      <TypedWord word="flatten" value={typed} onChange={setTyped} />
      <Button disabled={!isTyped('flatten', typed)}>Halt and flatten</Button>
    </div>
  )
}

const CHOICES = [
  { value: 'buy', text: 'Buy' },
  { value: 'sell', text: 'Sell' },
] as const

function Chosen() {
  const [side, setSide] = useState<'buy' | 'sell'>('buy')
  return <Segmented label="Side" value={side} choices={CHOICES} onChange={setSide} />
}

function Narrowed({ value }: { value: string | undefined }) {
  return <Choice label="Side" value={value} of={['buy', 'sell']} onChange={nothing} />
}

function Asked() {
  const [isOpen, setIsOpen] = useState(false)
  const close = () => setIsOpen(false)
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Open</Button>
      {isOpen && (
        <Dialog title="A question" onClose={close}>
          <p>{LONG}</p>
          <Button data-first-focus onClick={close}>
            Close
          </Button>
        </Dialog>
      )}
    </>
  )
}

function Confirmed({ isPending, error }: { isPending: boolean; error: Error | null }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Open</Button>
      {isOpen && (
        <ConfirmDialog
          title="Close BTC"
          act="Close 0.05 BTC"
          keep="Keep it"
          isPending={isPending}
          error={error}
          onAct={nothing}
          onClose={() => setIsOpen(false)}
        >
          Closes the long of 0.05 BTC at the market: 4,827.16 notional, ≈ −26.59 before fees.
        </ConfirmDialog>
      )}
    </>
  )
}
