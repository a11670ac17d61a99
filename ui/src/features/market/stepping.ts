// Steps from one symbol to the next, by a key that is pressed anywhere.

type Step = (by: 1 | -1) => void

let taken: Step | null = null

/** `step` is what a key does from here on; returns how to end that. */
export function takeSteps(step: Step): () => void {
  taken = step
  return () => {
    if (taken === step) taken = null
  }
}

/** Show the symbol before or after; nothing where no symbol is shown. */
export function stepSymbol(by: 1 | -1): void {
  taken?.(by)
}
