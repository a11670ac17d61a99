import { useLocation } from '@tanstack/react-router'
import { type RefObject, useEffect } from 'react'

const ACTS = ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const

/** Keeps the part of `place` that the address names in view while what stands above it loads, until somebody acts. */
export function useLanding(place: RefObject<HTMLElement | null>): void {
  const hash = useLocation({ select: (location) => location.hash })
  useEffect(() => {
    const part = hash === '' ? null : document.getElementById(hash)
    if (part === null || place.current === null || !('ResizeObserver' in window)) return
    const sizes = new ResizeObserver(() => part.scrollIntoView())
    sizes.observe(place.current)
    const leave = () => sizes.disconnect()
    for (const act of ACTS) window.addEventListener(act, leave, { passive: true })
    return () => {
      leave()
      for (const act of ACTS) window.removeEventListener(act, leave)
    }
  }, [hash, place])
}
