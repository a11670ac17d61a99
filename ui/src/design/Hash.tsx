import { UNKNOWN } from '@/format/money'

const SHOWN = 12

/** A SHA-256 in short; whole in the tooltip. */
export function Hash({ of }: { of: string | null }) {
  if (!of) return <span>{UNKNOWN}</span>
  return (
    <code title={of} className="font-mono text-[0.86rem] text-muted">
      {of.slice(0, SHOWN)}
    </code>
  )
}
