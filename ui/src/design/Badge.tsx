import type { ReactNode } from 'react'

export type Tone = 'neutral' | 'up' | 'down' | 'warn' | 'accent'

const TONES: Record<Tone, string> = {
  neutral: 'border-line-strong text-muted',
  up: 'border-up/45 bg-up-wash text-up',
  down: 'border-down/45 bg-down-wash text-down',
  warn: 'border-warn/45 bg-warn-wash text-warn',
  accent: 'border-accent/55 text-accent',
}

/** One word of state. */
export function Badge({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`${TONES[tone]} inline-flex items-center rounded border px-1.5 text-[0.82rem] leading-5 font-medium whitespace-nowrap`}
    >
      {children}
    </span>
  )
}
