// Results of acts, said once, wherever the person has gone meanwhile.
import { type ReactNode, useSyncExternalStore } from 'react'

export interface Notice {
  id: number
  text: string
  /** Where more stands. */
  link: ReactNode
  /** How to take the act back; null: it cannot be. */
  undo: (() => void) | null
  /** It did not go as asked: stays until it is dismissed. */
  isProblem: boolean
}

const KEPT = 4

let notices: readonly Notice[] = []
let count = 0
const listeners = new Set<() => void>()

function set(next: readonly Notice[]): void {
  notices = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Say what came of an act; the newest few are kept. */
export function notify(said: Pick<Notice, 'text'> & Partial<Omit<Notice, 'id'>>): void {
  count += 1
  const notice = { link: null, undo: null, isProblem: false, ...said, id: count }
  set([...notices, notice].slice(-KEPT))
}

export function dismiss(id: number): void {
  set(notices.filter((notice) => notice.id !== id))
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(subscribe, () => notices)
}
