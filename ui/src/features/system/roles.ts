import type { Shapes } from '@/api/client'

type RoleState = Shapes['RoleState']

const TONES = {
  starting: 'neutral',
  running: 'up',
  degraded: 'warn',
  stopped: 'neutral',
  failed: 'down',
} as const satisfies Record<RoleState, string>

/** How good or bad a role's state is. */
export function roleTone(state: RoleState): (typeof TONES)[RoleState] {
  return TONES[state]
}
