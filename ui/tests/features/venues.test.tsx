import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { VenuesTable } from '@/features/system/VenuesTable'
import { draw } from '../desk'
import { aVenue } from '../shapes/status'

const FEED = {
  feed: '5m',
  status: 'ok' as const,
  age_ms: 12_000,
  every_seconds: 30,
  symbols: 29,
  missing: [],
  failures: 0,
  last_failure: null,
}

describe('the venues', () => {
  it('tell who collects them, their weight and the age of their feeds', async () => {
    await draw(<VenuesTable venues={[aVenue({ feeds: [FEED] })]} />)
    expect(await screen.findByText('desk, process 7')).toBeTruthy()
    expect(screen.getByText('317 of 1200')).toBeTruthy()
    expect(screen.getByText('5m 12 s')).toBeTruthy()
  })

  it('say which feeds miss symbols, and that nobody collects a silent one', async () => {
    const late = { ...FEED, status: 'stale' as const, age_ms: null, missing: ['SHIBUSDT'] }
    const silent = aVenue({ venue: 'okx', status: 'silent', collected_by: null, weight_used: null })
    await draw(<VenuesTable venues={[aVenue({ feeds: [late] }), silent]} />)
    expect(await screen.findByText('5m never, 1 of 29 missing')).toBeTruthy()
    expect(screen.getByText('nobody')).toBeTruthy()
  })
})

describe('a ban (F39)', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('counts down to the moment the venue named', async () => {
    const until = new Date(Date.now() + 125_000).toISOString()
    await draw(<VenuesTable venues={[aVenue({ status: 'closed', closed_until: until })]} />)
    expect(await screen.findByText('asked again in 2 min 05 s')).toBeTruthy()
    act(() => {
      vi.advanceTimersByTime(65_000)
    })
    expect(screen.getByText('asked again in 1 min')).toBeTruthy()
    act(() => {
      vi.advanceTimersByTime(60_000)
    })
    expect(screen.getByText('asked again now')).toBeTruthy()
  })
})
