import { Badge } from '@/design/Badge'
import type { Row } from './ranking'

/** Rank, name, what kind of contender, and what a reader must know of it. */
export function Contender({ row }: { row: Row }) {
  return (
    <span className="grid w-44 gap-0.5 sm:w-48">
      <span className="wrap-anywhere whitespace-normal">
        <span className="mr-2 text-faint">{row.rank}</span>
        {row.contender} {row.is_baseline && <Badge>baseline</Badge>}
      </span>
      {row.label !== null && (
        <small className="text-[0.82rem] font-normal whitespace-normal text-warn">
          {row.label}
        </small>
      )}
    </span>
  )
}
