// Every key of the dashboard: what is listened for, and what the sheet of keys shows.
import { show } from './overlay'
import { PAGES } from './pages'

export interface Key {
  /** `Alt+K`, `?`, or two letters one after the other: `g o`. */
  press: string
  does: string
  run: () => void
}

/** Opens a page. */
type Go = (to: string) => void

const LETTERS_WITHIN_MS = 1_500

/** All keys, in the order of the sheet. */
export function keysOf(go: Go): readonly Key[] {
  return [
    {
      press: 'Ctrl+K',
      does: 'Find a page, a symbol, a decision or an act',
      run: () => show('palette'),
    },
    { press: 'Alt+K', does: 'Kill switch: stop or resume trading', run: () => show('kill switch') },
    { press: '?', does: 'Show these keys', run: () => show('keys') },
    ...PAGES.map(({ to, title, key }) => ({
      press: `g ${key}`,
      does: `Go to ${title}`,
      run: () => go(to),
    })),
  ]
}

/** A listener for `keys`; letters alone are heard only while `hearsLetters` says so. */
export function listener(
  keys: readonly Key[],
  hearsLetters: () => boolean,
): (event: KeyboardEvent) => void {
  const row = new Row()
  return (event) => {
    const chord = chordOf(event)
    if (chord === null || !isHeard(chord, event, hearsLetters)) return
    const pressed = row.after(chord, event.timeStamp)
    const key = keys.find(({ press }) => press === pressed)
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

function isHeard(chord: string, event: KeyboardEvent, hearsLetters: () => boolean): boolean {
  if (chord === 'Alt+K') return true
  return chord === 'Ctrl+K' ? !isInDialog() : hearsLetters() && isFree(event)
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
