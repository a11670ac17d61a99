import { describe, expect, it } from 'vitest'
import { retryDelayMs } from '@/live/backoff'

const longest = () => 1
const shortest = () => 0

describe('the delay before an attempt', () => {
  it('has a cap that grows with the absence from half a second to thirty seconds', () => {
    const caps = [0, 400, 2000, 8000, 60_000, 600_000].map((away) => retryDelayMs(away, longest))
    expect(caps).toEqual([500, 500, 1000, 4000, 30_000, 30_000])
  })

  it('is spread over the whole range below its cap', () => {
    expect(retryDelayMs(32_000, () => 0.5)).toBe(8000)
    expect(retryDelayMs(32_000, () => 0.25)).toBe(4000)
  })

  it('never hammers', () => {
    expect(retryDelayMs(0, shortest)).toBe(100)
  })

  it('brings every one of many back within half the time that the desk was away (F95)', () => {
    const awayMs = 4000
    for (let dashboard = 0; dashboard < 500; dashboard++) {
      let at = 0
      while (at < awayMs) at += retryDelayMs(at, Math.random)
      expect(at).toBeLessThanOrEqual(1.5 * awayMs + 1)
    }
  })
})
