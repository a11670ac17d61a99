import { Flyout } from '@/design/Flyout'
import { Icon } from '@/design/Icon'
import {
  type Density,
  density,
  type LetterKeys,
  letterKeys,
  type Pair,
  pair,
  type Rising,
  rising,
  type Theme,
  theme,
  zone,
} from '@/design/preferences'
import { Segmented } from '@/design/Segmented'
import type { Zone } from '@/format/time'

interface Choice<T extends string> {
  value: T
  text: string
}

export const THEMES: readonly Choice<Theme>[] = [
  { value: 'system', text: 'Auto' },
  { value: 'dark', text: 'Dark' },
  { value: 'light', text: 'Light' },
]
export const ZONES: readonly Choice<Zone>[] = [
  { value: 'utc', text: 'UTC' },
  { value: 'local', text: 'Local' },
]
export const RISINGS: readonly Choice<Rising>[] = [
  { value: 'green', text: 'Green or blue' },
  { value: 'red', text: 'Red or orange' },
]
export const PAIRS: readonly Choice<Pair>[] = [
  { value: 'green-red', text: 'Green, red' },
  { value: 'blue-orange', text: 'Blue, orange' },
]
const DENSITIES: readonly Choice<Density>[] = [
  { value: 'dense', text: 'Dense' },
  { value: 'roomy', text: 'Roomy' },
]
const LETTERS: readonly Choice<LetterKeys>[] = [
  { value: 'on', text: 'On' },
  { value: 'off', text: 'Off' },
]

/** The button in the head that opens every preference. */
export function PreferencesMenu() {
  return (
    <Flyout
      label="Preferences"
      side="below"
      face={<Icon of="preferences" />}
      className="grid size-7 place-items-center rounded border border-line-strong bg-raised hover:border-muted"
    >
      {() => <Preferences />}
    </Flyout>
  )
}

/** Everything that a person sets for this browser alone. */
export function Preferences() {
  return (
    <div className="grid gap-2.5">
      <Row label="Theme" preference={theme} choices={THEMES} />
      <Row label="Clock" preference={zone} choices={ZONES} />
      <Row label="Colors" preference={pair} choices={PAIRS} />
      <Row label="What rises is" preference={rising} choices={RISINGS} />
      <Row label="Size" preference={density} choices={DENSITIES} />
      <Row label="Letter keys" preference={letterKeys} choices={LETTERS} />
      <p className="max-w-72 text-[0.86rem] text-faint">
        Kept in this browser. Motion follows the system's own setting.
      </p>
    </div>
  )
}

interface RowProps<T extends string> {
  label: string
  preference: { use(): T; set(value: T): void }
  choices: readonly Choice<T>[]
}

function Row<T extends string>({ label, preference, choices }: RowProps<T>) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
      <span aria-hidden="true" className="text-[0.93rem] text-muted">
        {label}
      </span>
      <Segmented
        label={label}
        value={preference.use()}
        choices={choices}
        onChange={preference.set}
      />
    </div>
  )
}
