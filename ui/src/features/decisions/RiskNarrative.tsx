import type { Shapes } from '@/api/client'
import { InertText } from '@/design/InertText'

const PARTS = [
  ['proposed_trade', 'Trade'],
  ['thesis', 'Thesis'],
  ['max_pain', 'Worst case'],
  ['plan', 'Plan'],
] as const

/** What the model itself says of the risk; what it left out stays out. */
export function RiskNarrative({ risk }: { risk: Shapes['RiskView'] }) {
  return (
    <dl aria-label="Risk in the model's words" className="grid grid-cols-[auto_1fr] gap-x-3">
      {PARTS.map(([part, title]) => {
        const text = risk[part]
        return text === null ? null : (
          <div key={part} className="contents">
            <dt className="text-faint">{title}</dt>
            <dd className="min-w-0">
              <InertText text={text} />
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
