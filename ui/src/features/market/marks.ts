// Own trades and levels as a chart shows them.
import type { Shapes } from '@/api/client'
import type { Candle, ChartLevel, ChartMark } from '@/charts/candles'
import { formatQuantity } from '@/format/money'
import { sumOf } from '@/format/sum'
import { epochMs } from '@/format/time'

type Trade = Shapes['TradeView']
type Position = Shapes['PositionView']
type Order = Shapes['OrderView']

export interface TradeMark extends ChartMark {
  /** Null: no decision of this desk. */
  decisionId: string | null
}

/** One mark for all fills of an order in one candle; a fill outside of the candles has none. */
export function marksOf(
  trades: readonly Trade[],
  candles: readonly Pick<Candle, 'at'>[],
  stepMs: number,
): TradeMark[] {
  const shown = new Set(candles.map(({ at }) => at))
  const groups = new Map<string, { at: number; fills: Trade[] }>()
  for (const trade of trades) {
    const executed = epochMs(trade.exchange_time)
    if (executed === null) continue
    const at = Math.floor(executed / stepMs) * stepMs
    if (!shown.has(at)) continue
    const id = `${at} ${trade.side} ${trade.client_order_id ?? trade.trade_id}`
    const group = groups.get(id) ?? { at, fills: [] }
    group.fills.push(trade)
    groups.set(id, group)
  }
  return [...groups]
    .flatMap(([id, { at, fills }]) => {
      const [first] = fills
      if (first === undefined) return []
      const size = formatQuantity(sumOf(fills.map(({ quantity }) => quantity)))
      const text = `${first.side} ${size}`
      return [{ id, at, side: first.side, text, decisionId: first.decision_id }]
    })
    .sort((a, b) => a.at - b.at)
}

const UNDRAWN: readonly string[] = ['stop', 'take_profit']

/** What is held and what rests, as lines; an order that protects the position is its stop or target already. */
export function levelsOf(held: Position | null, resting: readonly Order[]): ChartLevel[] {
  const levels: (ChartLevel | null)[] = []
  if (held !== null) {
    levels.push(
      level(`${held.side} ${formatQuantity(held.quantity)}`, held.entry_price, 'faint', 'solid'),
      level('stop', held.stop_price, 'down', 'dashed'),
      level('target', held.take_profit_price, 'up', 'dashed'),
    )
  }
  for (const order of resting) {
    if (held !== null && UNDRAWN.includes(order.purpose)) continue
    const price = order.limit_price ?? order.trigger_price
    const size = formatQuantity(order.quantity)
    levels.push(level(`${order.side} ${size} rests`, price, 'warn', 'dotted'))
  }
  return levels.filter((one) => one !== null)
}

function level(
  title: string,
  price: string | null,
  ink: ChartLevel['ink'],
  dash: ChartLevel['dash'],
): ChartLevel | null {
  return price === null ? null : { title, price: Number(price), ink, dash }
}
