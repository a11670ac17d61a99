// How fresh, warned and blocked look and read, everywhere.
import type { Freshness } from '@/format/freshness'
import type { Tone } from './Badge'

export const FRESHNESS_TONES: Record<Freshness, Tone> = {
  fresh: 'neutral',
  warn: 'warn',
  blocked: 'down',
}

export const FRESHNESS_WORDS: Record<Freshness, string> = {
  fresh: 'fresh',
  warn: 'aging',
  blocked: 'too old',
}
