import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { Badge } from '@/design/Badge'
import { Hash } from '@/design/Hash'
import { formatCount } from '@/format/money'

type LinkView = Shapes['LinkView']

/** The record's place in the chain of hashes, and whether it still is what was written. */
export function RecordLink({ decision }: { decision: Shapes['DecisionChain'] }) {
  const { link, bundle_sha256 } = decision
  return (
    <div className="grid gap-1 text-[0.93rem]">
      <dl className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Part name="Record">{link.number === null ? 'not linked' : formatCount(link.number)}</Part>
        <Part name="Hash">
          <Hash of={link.sha256} />
        </Part>
        <Part name="Previous">
          <Hash of={link.previous_sha256} />
        </Part>
        <Part name="Bundle">
          <Hash of={bundle_sha256} />
        </Part>
        <Part name="Proof">
          <Verified of={link} />
        </Part>
      </dl>
      {link.damage.length > 0 && (
        <ul aria-label="Damage" className="rounded bg-down-wash px-2 py-1 text-down">
          {link.damage.map(({ table, row, field, what }) => (
            <li key={`${table} ${row} ${field}`} className="wrap-anywhere">
              {[table, row, field].filter(Boolean).join(' · ')}: {what}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex gap-1.5">
      <dt className="text-faint">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Verified({ of: { verified } }: { of: LinkView }) {
  if (verified === null) return <Badge tone="warn">no hash to tell by</Badge>
  return verified ? <Badge tone="up">✓ verified</Badge> : <Badge tone="down">✕ changed</Badge>
}
