// What a person may do with orders and positions.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { answerOf, briefly, desk, type Shapes } from '@/api/client'
import { topics } from '@/live/topics'

type OrderBody = Shapes['OrderBody']

/** What every gate would say now; nothing is recorded or sent. */
export function previewOrder(body: OrderBody) {
  return answerOf(desk.POST('/api/orders/preview', { body, signal: briefly() }))
}

interface Placing {
  body: OrderBody
  /** The same key is the same order, however often it is sent. */
  key: string
}

export function placeOrder({ body, key }: Placing) {
  const params = { header: { 'Idempotency-Key': key } }
  return answerOf(desk.POST('/api/orders', { body, params, signal: briefly() }))
}

interface Amending {
  id: string
  change: Pick<Shapes['AmendBody'], 'quantity' | 'limit_price'>
}

export function amendOrder({ id, change }: Amending) {
  const params = { path: { order_id: id } }
  return answerOf(desk.PATCH('/api/orders/{order_id}', { body: change, params, signal: briefly() }))
}

export function cancelOrder(id: string) {
  const params = { path: { order_id: id } }
  return answerOf(desk.DELETE('/api/orders/{order_id}', { params, signal: briefly() }))
}

interface Closing {
  symbol: string
  key: string
  /** Null: everything that is held. */
  quantity: string | null
}

/** Close a position, or a part of it, at the market. */
export function closePosition({ symbol, key, quantity }: Closing) {
  const params = { path: { symbol }, header: { 'Idempotency-Key': key } }
  const body = quantity === null ? {} : { quantity }
  return answerOf(desk.POST('/api/positions/{symbol}/close', { body, params, signal: briefly() }))
}

/** An act after which orders and account are asked for again, whatever became of it. */
export function useAct<Wish, Told>(
  act: (wish: Wish) => Promise<Told>,
  onDone?: (told: Told) => void,
) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: (told) => onDone?.(told),
    onSettled: () => {
      for (const queryKey of [topics.everyOrder, topics.portfolio, topics.decisions]) {
        void cache.invalidateQueries({ queryKey })
      }
    },
  })
}
