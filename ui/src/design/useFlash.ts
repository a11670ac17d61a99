import { type RefObject, useEffect, useRef } from 'react'

const SHORTEST_GAP_MS = 1000
const SHOWN_MS = 700

/** Marks an element `data-flash` for a moment when `value` moves, at most once a second; see .flashing. */
export function useFlash(value: number | null): RefObject<HTMLDivElement | null> {
  const element = useRef<HTMLDivElement>(null)
  const before = useRef(value)
  const flashedAt = useRef(Number.NEGATIVE_INFINITY)

  useEffect(() => {
    const moved = before.current !== null && value !== null ? value - before.current : 0
    before.current = value
    const node = element.current
    if (moved === 0 || node === null) return
    const now = performance.now()
    if (now - flashedAt.current < SHORTEST_GAP_MS) return
    flashedAt.current = now
    node.dataset.flash = moved > 0 ? 'up' : 'down'
    setTimeout(() => delete node.dataset.flash, SHOWN_MS)
  }, [value])

  return element
}
