import type { ReactNode } from 'react'

/** One file of src/design with every state it can be in. */
export interface Specimen {
  file: string
  /** Name of a state, and how it looks; `where` names the column, for what must be unique. */
  states: readonly (readonly [name: string, shows: (where: string) => ReactNode])[]
}

export const LONG =
  'A sentence that goes on for much longer than anybody planned, with_a_word_that_has_no_place_to_break_in_it_at_all, and ends.'
export const HUGE = '123456789012345.678901'
export const AT = '2026-11-21T12:00:00.000Z'
export const ID = '0f5c1d0c-3a52-4a9e-9a64-1d2f0b7c9e11'
export const SYMBOL = 'BTC-USDT-SWAP'
export const nothing = () => undefined
