// The pure parts of a chart: what is joined, what grows, what is marked.
import { describe, expect, it } from 'vitest'
import { knownOf, withNewer, withOlder } from '@/features/market/candles'
import { offered } from '@/features/market/frames'
import { grown } from '@/features/market/growing'
import { deepestOf, rungsOf } from '@/features/market/ladder'
import { levelsOf, marksOf } from '@/features/market/marks'
import { linesOf, toggled } from '@/features/market/shown'
import { aPosition } from '../shapes/account'
import { aTrade, candlesAt, MINUTE } from '../shapes/market'

const known = (first: number, count: number, asked = count) =>
  knownOf({ ...candlesAt(first, count), open_candle: null }, asked)
const opened = ({ rows }: { rows: readonly { at: number }[] }) => rows.map(({ at }) => at / MINUTE)

describe('candles', () => {
  it('keep what every line says of each of them', () => {
    const { rows } = knownOf(candlesAt(0, 3), 3)
    expect(rows.map(({ lines }) => lines)).toEqual([
      { sma_20: null },
      { sma_20: 101 },
      { sma_20: 102 },
    ])
  })

  it('are joined to newer ones without a seam', () => {
    expect(opened(withNewer(known(0, 5), known(3, 4)))).toEqual([0, 1, 2, 3, 4, 5, 6])
  })

  it('are given up where newer ones do not meet them', () => {
    expect(opened(withNewer(known(0, 3), known(10, 2)))).toEqual([10, 11])
  })

  it('take older ones in front, and end where a page is not full', () => {
    const joined = withOlder(known(5, 3), known(2, 3, 500))
    expect(opened(joined)).toEqual([2, 3, 4, 5, 6, 7])
    expect(joined.isWhole).toBe(true)
    expect(withOlder(known(5, 3), known(2, 3)).isWhole).toBe(false)
  })

  it('are still whole once newer ones came', () => {
    expect(withNewer(known(0, 5, 500), known(3, 4)).isWhole).toBe(true)
  })
})

describe('the candle that forms', () => {
  const open = { at: 0, open: 100, high: 102, low: 99, close: 101, volume: 7 }
  const seen = (price: number, at = 30_000) => ({ price, at })

  it('is stretched by every price and forgets none', () => {
    const high = grown([], open, seen(105), MINUTE)
    expect(grown(high, open, seen(98), MINUTE)).toEqual([
      { at: 0, open: 100, high: 105, low: 98, close: 98, volume: 7 },
    ])
  })

  it('is followed by the next, begun with its first price, of unknown volume', () => {
    expect(grown([], open, seen(103, MINUTE + 1), MINUTE)).toEqual([
      open,
      { at: MINUTE, open: 103, high: 103, low: 103, close: 103, volume: null },
    ])
  })

  it('is not invented when nobody saw its begin', () => {
    expect(grown([], open, seen(103, 5 * MINUTE), MINUTE)).toEqual([open])
    expect(grown([], null, seen(103), MINUTE)).toEqual([])
  })

  it('stays as it was seen while the desk says nothing', () => {
    const before = grown([], open, seen(105), MINUTE)
    expect(grown(before, null, seen(50), MINUTE)).toBe(before)
  })
})

describe('own trades', () => {
  const { rows } = known(0, 3)

  it('of one order in one candle are one mark with their exact sum', () => {
    const trades = [
      aTrade({ trade_id: '1', quantity: '0.1' }),
      aTrade({ trade_id: '2', quantity: '0.2' }),
      aTrade({ trade_id: '3', side: 'sell', client_order_id: null, decision_id: null }),
    ]
    const marks = marksOf(trades, rows, MINUTE)
    expect(marks.map(({ text, decisionId }) => [text, decisionId])).toEqual([
      ['buy 0.3', 'd1'],
      ['sell 0.08', null],
    ])
  })

  it('outside of the candles have no mark', () => {
    expect(marksOf([aTrade({ exchange_time: '2026-11-21T13:00:00Z' })], rows, MINUTE)).toEqual([])
  })
})

describe('levels', () => {
  it('are entry, stop and target of what is held; unknown ones are left out', () => {
    const held = aPosition({ take_profit_price: null })
    expect(levelsOf(held, []).map(({ title }) => title)).toEqual([
      `${held.side} ${Number(held.quantity)}`,
      'stop',
    ])
  })
})

it('a chart takes the length of candle that is nearest to the chosen one', () => {
  expect(offered('15m', ['5m'])).toBe('5m')
  expect(offered('1d', ['1m', '15m', '4h'])).toBe('4h')
  expect(offered('1h', ['1m', '1h'])).toBe('1h')
})

it('an indicator is drawn with its lines once it is switched on', () => {
  const { rows } = known(0, 2)
  expect(linesOf([], rows)).toEqual([])
  expect(linesOf(toggled(['volume'], 'sma_20'), rows)).toMatchObject([
    { name: 'sma_20', pane: 'price', values: [null, 101] },
  ])
  expect(linesOf(toggled([], 'macd'), rows).map(({ pane }) => pane)).toEqual([
    'macd',
    'macd',
    'macd',
  ])
})

it('a ladder adds up what stands before each price', () => {
  const rungs = rungsOf([
    [100, 1],
    [101, 2],
  ])
  expect(rungs.map(({ total }) => total)).toEqual([1, 3])
  expect(deepestOf(rungs, [])).toBe(3)
  expect(deepestOf([], [])).toBe(0)
})
