import { describe, expect, it } from 'vitest'
import { freshnessOf } from '@/format/freshness'
import { symbolParts } from '@/format/symbol'
import { epochMs, formatAge, formatLatency, formatSpan, formatTime } from '@/format/time'

describe('time', () => {
  it('is shown in UTC when UTC is chosen', () => {
    const at = '2026-11-21T23:05:09.120Z'
    expect(formatTime(at, 'utc', 'clock')).toBe('23:05:09')
    expect(formatTime(at, 'utc', 'full')).toBe('21 Nov 2026, 23:05:09 UTC')
  })

  it.each([null, undefined, '', 'yesterday'])('is a dash when it is %s', (unknown) => {
    expect(formatTime(unknown, 'utc', 'minute')).toBe('—')
    expect(epochMs(unknown)).toBeNull()
  })
})

describe('spans', () => {
  it.each([
    [0, '0 ms'],
    [850, '850 ms'],
    [12_900, '12 s'],
    [60_000, '1 min'],
    [185_000, '3 min 05 s'],
    [7_800_000, '2 h 10 min'],
    [349_200_000, '4 d 1 h'],
    [-5, '0 ms'],
  ])('of %i ms read %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text)
  })

  it('are a dash when unknown', () => {
    expect(formatSpan(null)).toBe('—')
    expect(formatSpan(Number.NaN)).toBe('—')
    expect(formatAge(undefined)).toBe('—')
    expect(formatLatency(null)).toBe('—')
  })

  it('read now as an age under a second, and seconds with a place as a latency', () => {
    expect(formatAge(400)).toBe('now')
    expect(formatAge(61_000)).toBe('1 min 01 s')
    expect(formatLatency(840)).toBe('840 ms')
    expect(formatLatency(3240)).toBe('3.2 s')
  })
})

describe('freshness', () => {
  it.each([
    [0, 'fresh'],
    [30_000, 'fresh'],
    [30_001, 'warn'],
    [60_000, 'warn'],
    [60_001, 'blocked'],
    [-2_000, 'fresh'],
    [-2_001, 'blocked'],
  ] as const)('of an age of %i ms is %s', (ageMs, freshness) => {
    expect(freshnessOf(ageMs)).toBe(freshness)
  })
})

describe('symbols', () => {
  it('are shown as base and rest', () => {
    expect(symbolParts('BTC-USDT-SWAP')).toEqual({ base: 'BTC', rest: 'USDT perp' })
    expect(symbolParts('AAPL')).toEqual({ base: 'AAPL', rest: '' })
  })
})
