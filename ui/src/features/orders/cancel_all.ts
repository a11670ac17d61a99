// Taking out many orders: a few at a time, each followed until the desk says what became of it.
import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { cancelOrder, useAct } from './acts'

type Order = Shapes['OrderView']

/** How far one order is: waiting for its turn, asked for, answered by the desk, or kept for a reason. */
export type Step =
  | { at: 'waiting' }
  | { at: 'asked' }
  | { at: 'answered'; order: Order }
  | { at: 'kept'; why: string }

const AT_ONCE = 8

/** Cancels orders and tells how far each one is, by its id. */
export function useCancelAll() {
  const [steps, setSteps] = useState<ReadonlyMap<string, Step>>(new Map())
  const tell = (id: string, step: Step) => setSteps((before) => new Map(before).set(id, step))
  const act = useAct((ids: readonly string[]) => cancelAll(ids, tell))
  return {
    steps,
    isPending: act.isPending,
    cancel: (ids: readonly string[]) => act.mutate(ids),
    forget: () => setSteps(new Map()),
  }
}

/** Every order is asked for once, at most eight at the same time; none holds the others up. */
async function cancelAll(ids: readonly string[], tell: (id: string, step: Step) => void) {
  for (const id of ids) tell(id, { at: 'waiting' })
  const queue = [...ids]
  const lane = async () => {
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      tell(id, { at: 'asked' })
      tell(id, await stepOf(id))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

async function stepOf(id: string): Promise<Step> {
  try {
    return { at: 'answered', order: await cancelOrder(id) }
  } catch (e) {
    return { at: 'kept', why: e instanceof Error ? e.message : 'The desk did not answer.' }
  }
}
