import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PriceStore, paced } from '@/live/prices'
import { ServerClock } from '@/live/server_clock'
import { aLivePrice } from '../shapes/prices'

const BTC = 'BTC-USDT-SWAP'
const ETH = 'ETH-USDT-SWAP'

function aStore() {
  const paints: (() => void)[] = []
  const store = new PriceStore((paint) => paints.push(paint))
  const paint = () => {
    for (const run of paints.splice(0)) run()
  }
  return { store, paint, paints }
}

describe('the price store', () => {
  it('paints many pushes once', () => {
    const { store, paint, paints } = aStore()
    const painted = vi.fn()
    store.subscribe(BTC, painted)
    for (const price of [1, 2, 3]) store.merge({ [BTC]: aLivePrice({ price }) })
    expect(store.of(BTC)).toBeNull()
    expect(paints).toHaveLength(1)
    paint()
    expect(painted).toHaveBeenCalledTimes(1)
    expect(store.of(BTC)?.price).toBe(3)
  })

  it('wakes only who reads a symbol that changed', () => {
    const { store, paint } = aStore()
    const [btc, eth] = [vi.fn(), vi.fn()]
    store.subscribe(BTC, btc)
    const leave = store.subscribe(ETH, eth)
    store.merge({ [ETH]: aLivePrice({ symbol: ETH }) })
    paint()
    leave()
    store.merge({ [ETH]: aLivePrice({ symbol: ETH, price: 2 }) })
    paint()
    expect(btc).not.toHaveBeenCalled()
    expect(eth).toHaveBeenCalledTimes(1)
  })

  it('forgets with a snapshot what the snapshot does not hold', () => {
    const { store, paint } = aStore()
    store.merge({ [BTC]: aLivePrice() })
    store.replace({ [ETH]: aLivePrice({ symbol: ETH }) })
    paint()
    expect(store.of(BTC)).toBeNull()
    expect(store.of(ETH)).not.toBeNull()
  })
})

describe('the clock of the desk', () => {
  it('is the local clock until a frame came', () => {
    expect(new ServerClock().now(5_000)).toBe(5_000)
  })

  it('is judged by the frame that was least delayed', () => {
    const clock = new ServerClock()
    clock.learn('1970-01-01T00:01:00.000Z', 10_500)
    clock.learn('1970-01-01T00:01:01.000Z', 11_100)
    clock.learn('1970-01-01T00:01:02.000Z', 14_000)
    expect(clock.now(20_000)).toBe(69_900)
  })

  it('is learned anew from another server', () => {
    const clock = new ServerClock()
    clock.learn('1970-01-01T00:01:00.000Z', 0)
    clock.forget()
    clock.learn('1970-01-01T00:00:01.000Z', 0)
    expect(clock.now(0)).toBe(1_000)
  })
})

describe('the pace of painting', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('paints the first change with the next frame and no more than ten times a second', () => {
    const store = new PriceStore(paced())
    const painted = vi.fn()
    store.subscribe(BTC, painted)
    store.merge({ [BTC]: aLivePrice({ price: 0 }) })
    vi.advanceTimersToNextFrame()
    expect(painted).toHaveBeenCalledTimes(1)
    for (let price = 1; price <= 40; price++) {
      store.merge({ [BTC]: aLivePrice({ price }) })
      vi.advanceTimersByTime(50)
    }
    vi.advanceTimersByTime(200)
    expect(painted.mock.calls.length).toBeLessThanOrEqual(22)
    expect(painted.mock.calls.length).toBeGreaterThan(10)
    expect(store.of(BTC)?.price).toBe(40)
  })
})
