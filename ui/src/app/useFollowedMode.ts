import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Mode } from '@/design/modes'
import { topics } from '@/live/topics'

const KEPT: readonly string[] = [...topics.status, ...topics.runtimeMode]

/** Forget what was read of one account as soon as the desk trades another; every page asks anew. */
export function useFollowedMode(mode: Mode | undefined): void {
  const cache = useQueryClient()
  const before = useRef(mode)
  useEffect(() => {
    if (mode === undefined || mode === before.current) return
    const isAnother = before.current !== undefined
    before.current = mode
    if (!isAnother) return
    void cache.resetQueries({ predicate: ({ queryKey }) => !KEPT.includes(String(queryKey[0])) })
  }, [cache, mode])
}
