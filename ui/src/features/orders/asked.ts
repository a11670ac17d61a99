// What the address of the page asks for: which history, of what, over which days.
import { useNavigate, useSearch } from '@tanstack/react-router'

export interface Asked {
  list?: string | undefined
  instrument?: string | undefined
  side?: string | undefined
  state?: string | undefined
  /** The first and the last day, UTC, as 2026-11-21. */
  from?: string | undefined
  to?: string | undefined
}

export const SIDES = ['buy', 'sell'] as const
export const WAYS = ['long', 'short'] as const
export const STATES = [
  'intent',
  'sending',
  'accepted',
  'partial',
  'filled',
  'pending_cancel',
  'canceled',
  'expired',
  'rejected',
  'unknown',
] as const

const DAY_MS = 86_400_000
const NAMES = ['list', 'instrument', 'side', 'state', 'from', 'to'] as const

export function isOneOf<T extends string>(
  choices: readonly T[],
  given: string | undefined,
): given is T {
  return choices.some((choice) => choice === given)
}

/** What the address asks for; what is no text is not asked. */
export function useAsked(): Asked {
  const search: Record<string, unknown> = useSearch({ strict: false })
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = search[name]
      return typeof value === 'string' && value !== '' ? [[name, value]] : []
    }),
  )
}

/** Changes what the address asks for, without a step in the browser's history. */
export function useAsk(): (changes: Asked) => void {
  const navigate = useNavigate()
  const asked = useAsked()
  return (changes) => {
    const wanted = Object.entries({ ...asked, ...changes }).filter(([, value]) => value)
    void navigate({ to: '.', search: Object.fromEntries(wanted) as never, replace: true })
  }
}

/** The instrument and the days as the desk is asked for them. */
export function spanOf({ instrument, from, to }: Asked) {
  const since = midnight(from, 0)
  const before = midnight(to, DAY_MS)
  return {
    ...(instrument ? { symbol: instrument } : {}),
    ...(since ? { since } : {}),
    ...(before ? { before } : {}),
  }
}

function midnight(day: string | undefined, laterMs: number): string | null {
  const at = day ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  return Number.isNaN(at) ? null : new Date(at + laterMs).toISOString()
}
