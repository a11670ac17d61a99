// Every key of the dashboard: whoever is on the screen names its own here, the sheet of keys shows them.
import { useEffect, useSyncExternalStore } from 'react'
import { letterKeys } from './preferences'

export interface Key {
  /** `Alt+K`, `?`, or two letters one after the other: `g o`. */
  press: string
  does: string
  run: () => void
}

const LETTERS_WITHIN_MS = 1_500

let named: readonly Key[] = []
const listeners = new Set<() => void>()

function set(keys: readonly Key[]): void {
  named = keys
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Hear `keys`, which must keep its identity, for as long as the component is there. */
export function useKeys(keys: readonly Key[]): void {
  useEffect(() => {
    set([...named, ...keys])
    return () => set(named.filter((key) => !keys.includes(key)))
  }, [keys])
}

/** The keys of everything that is on the screen. */
export function useNamedKeys(): readonly Key[] {
  return useSyncExternalStore(subscribe, () => named)
}

/** Turns what is pressed on `window` into what the named keys do, while the component is there. */
export function useKeyboard(): void {
  useEffect(() => {
    const listen = listener()
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

function listener(): (event: KeyboardEvent) => void {
  const row = new Row()
  return (event) => {
    const chord = chordOf(event)
    if (chord === null || !isHeard(chord, event)) return
    const pressed = row.after(chord, event.timeStamp)
    const key = named.findLast(({ press }) => press === pressed)
    if (key === undefined) return
    row.forget()
    event.preventDefault()
    key.run()
  }
}

/** The letter before, for as long as a second one belongs to it. */
class Row {
  #letter: string | null = null
  #at = 0

  /** `chord` with the letter that came just before it. */
  after(chord: string, at: number): string {
    const isLetter = !chord.includes('+')
    const belongs = isLetter && this.#letter !== null && at - this.#at < LETTERS_WITHIN_MS
    const whole = belongs ? `${this.#letter} ${chord}` : chord
    this.#letter = isLetter ? chord : null
    this.#at = at
    return whole
  }

  forget(): void {
    this.#letter = null
  }
}

function isHeard(chord: string, event: KeyboardEvent): boolean {
  if (chord === 'Alt+K') return true
  return chord === 'Ctrl+K' ? !isInDialog() : letterKeys.current() === 'on' && isFree(event)
}

/** What is pressed, as keys are named here; null: nothing of ours. */
function chordOf({ altKey, ctrlKey, metaKey, code, key }: KeyboardEvent): string | null {
  // By the key's place: with Alt held some layouts write another letter.
  if (code === 'KeyK' && (ctrlKey || metaKey) && !altKey) return 'Ctrl+K'
  if (code === 'KeyK' && altKey && !ctrlKey && !metaKey) return 'Alt+K'
  return altKey || ctrlKey || metaKey || key.length !== 1 ? null : key
}

/** Nothing is being typed or chosen, and no question waits for its answer. */
function isFree({ target }: KeyboardEvent): boolean {
  const isTyping =
    target instanceof Element &&
    target.closest(
      'input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]',
    ) !== null
  return !isTyping && !isInDialog()
}

function isInDialog(): boolean {
  return document.querySelector('dialog[open]') !== null
}
