import { Badge, type Tone } from './Badge'

const LOOKS = {
  intent: ['not sent yet', 'neutral'],
  sending: ['being sent', 'neutral'],
  accepted: ['resting', 'neutral'],
  partial: ['partly filled', 'neutral'],
  filled: ['filled', 'up'],
  pending_cancel: ['cancel unconfirmed', 'warn'],
  canceled: ['canceled', 'neutral'],
  expired: ['expired', 'warn'],
  rejected: ['rejected', 'down'],
  unknown: ['being asked for', 'warn'],
} as const satisfies Record<string, readonly [string, Tone]>

/** How far an order has come, in words that say what is known. */
export function OrderStateBadge({ of }: { of: keyof typeof LOOKS }) {
  const [words, tone] = LOOKS[of]
  return <Badge tone={tone}>order {words}</Badge>
}
