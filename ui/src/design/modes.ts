// How the three modes are told apart everywhere: by a sign, a word, and what orders do to money.

export const MODES = ['simulator', 'paper', 'live'] as const
export type Mode = (typeof MODES)[number]

export const MODE_SIGNS: Record<Mode, string> = { simulator: '◇', paper: '◐', live: '●' }

export const MODE_MONEY: Record<Mode, string> = {
  simulator: 'simulated money',
  paper: 'demo money',
  live: 'real money',
}

export const MODE_MEANINGS: Record<Mode, string> = {
  simulator: 'Orders go to the built-in simulator. No money is involved.',
  paper: "Orders go to the venue's demo account. No money is involved.",
  live: 'Orders go to the venue and move real money.',
}
