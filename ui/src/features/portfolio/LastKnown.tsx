import type { ReactNode } from 'react'
import { useConnection } from '@/live/LiveProvider'

/** Figures that the socket keeps current: grey while it does not. */
export function LastKnown({ children }: { children: ReactNode }) {
  const isLive = useConnection().phase === 'live'
  return (
    <div data-current={isLive} className={isLive ? '' : 'text-muted grayscale'}>
      {children}
    </div>
  )
}
