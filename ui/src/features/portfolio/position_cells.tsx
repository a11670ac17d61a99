import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { Price } from '@/design/Price'
import { formatShare, formatSigned, UNKNOWN } from '@/format/money'
import { epochMs, formatAge } from '@/format/time'
import { useDeskNow } from '@/live/now'

type Position = Shapes['PositionView']

/** The smaller figure below another. */
export function Second({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <small className="block text-faint" title={title}>
      {children}
    </small>
  )
}

interface ExitProps {
  price: string | null
  distance: string | null
  pnl: string | null
  tickSize: string | null
}

/** A price that ends the position: how far the mark is from it, and what it would bring before fees. */
export function Exit({ price, distance, pnl, tickSize }: ExitProps) {
  if (price === null) return UNKNOWN
  return (
    <>
      <Price value={price} tickSize={tickSize} />
      <Second title="Distance from the mark price; PnL there, before fees">
        {formatShare(distance, 1)} · {formatSigned(pnl)}
      </Second>
    </>
  )
}

/** Where the venue would take the position away, and how far that is from the mark. */
export function Liquidation({ of: held }: { of: Position }) {
  const readAt = held.venue_read_at
  return (
    <span
      title={readAt === null ? 'The venue was not asked yet' : `The venue said so at ${readAt}`}
    >
      <Price value={held.liquidation_price} tickSize={held.tick_size} />
      {held.liquidation_price !== null && (
        <Second>{formatShare(held.liquidation_distance_share, 1)}</Second>
      )}
    </span>
  )
}

/** How long the position is open. */
export function HeldFor({ since }: { since: string }) {
  const openedAt = epochMs(since)
  const now = useDeskNow()
  return <span title={since}>{formatAge(openedAt === null ? null : now - openedAt)}</span>
}
