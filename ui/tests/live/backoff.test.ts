import { describe, expect, it } from 'vitest'
import { retryDelayMs } from '@/live/backoff'

const longest = () => 1
const shortest = () => 0

describe('the delay before an attempt', () => {
  it('has a cap that doubles from half a second to thirty seconds', () => {
    const caps = Array.from({ length: 8 }, (_, attempt) => retryDelayMs(attempt, longest))
    expect(caps).toEqual([500, 1000, 2000, 4000, 8000, 16000, 30000, 30000])
  })

  it('is spread over the whole range below its cap', () => {
    expect(retryDelayMs(5, () => 0.5)).toBe(8000)
    expect(retryDelayMs(5, () => 0.25)).toBe(4000)
  })

  it('never hammers', () => {
    expect(retryDelayMs(0, shortest)).toBe(100)
    expect(retryDelayMs(1000, longest)).toBe(30000)
  })
})
