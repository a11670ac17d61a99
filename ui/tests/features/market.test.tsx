import { screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { PriceBanner } from '@/features/market/PriceBanner'
import { ConnectionBanner, ConnectionState } from '@/features/system/ConnectionState'
import { deskAnswers, draw, PATHS } from '../desk'
import { aLivePrice, aPrice, aSnapshot } from '../shapes/prices'

const BTC = 'BTC-USDT-SWAP'

function pricesOf(received_at: string, missing: string[] = []) {
  const price = aPrice({ received_at })
  return { [PATHS.prices]: { body: { timestamp: received_at, data: { [BTC]: price }, missing } } }
}

const agoMs = (ms: number) => new Date(Date.now() - ms).toISOString()
const cell = () => screen.findByTestId(`price-${BTC}`)
const shown = () => screen.getByTestId(`price-value-${BTC}`).textContent

describe('the price banner', () => {
  it('shows its shape while prices load', async () => {
    deskAnswers({ [PATHS.prices]: 'never' })
    await draw(<PriceBanner />)
    expect(screen.getByRole('status', { name: 'Loading prices' })).toBeTruthy()
  })

  it('says what failed and offers another try', async () => {
    deskAnswers({
      [PATHS.prices]: { status: 503, body: { title: 'Down', detail: 'The cache is down.' } },
    })
    await draw(<PriceBanner />)
    expect((await screen.findByRole('alert')).textContent).toContain('The cache is down.')
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy()
  })

  it('says when there is no symbol, which is no failure', async () => {
    deskAnswers({ [PATHS.prices]: { body: { timestamp: agoMs(0), data: {}, missing: [] } } })
    await draw(<PriceBanner />)
    expect(await screen.findByText('The desk follows no symbol')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('shows a dash for a symbol without a price, never a zero', async () => {
    deskAnswers(pricesOf(agoMs(0), ['SOL-USDT-SWAP']))
    await draw(<PriceBanner />)
    const missing = await screen.findByTestId('price-SOL-USDT-SWAP')
    expect(missing.textContent).toContain('—')
    expect(missing.textContent).not.toContain('0')
  })

  it.each([
    [0, 'fresh'],
    [40_000, 'warn'],
    [90_000, 'blocked'],
  ])('marks a price that is %i ms old as %s', async (ms, freshness) => {
    deskAnswers(pricesOf(agoMs(ms)))
    await draw(<PriceBanner />)
    expect((await cell()).dataset.freshness).toBe(freshness)
  })

  it('follows the socket on the tick of the instrument', async () => {
    deskAnswers(pricesOf(agoMs(1000)))
    const { accept, hear } = await draw(<PriceBanner />)
    await cell()
    accept()
    const received_at = agoMs(0)
    const pushed = aLivePrice({ price: 97000.04, received_at })
    hear(aSnapshot({ data: { [BTC]: pushed }, timestamp: received_at }))
    await vi.waitFor(() => expect(shown()).toBe('97,000.0'))
    expect((await cell()).dataset.current).toBe('true')
  })

  it('keeps the last price after a loss, marked as not current', async () => {
    deskAnswers(pricesOf(agoMs(0)))
    const { accept, hear, drop } = await draw(
      <>
        <ConnectionState />
        <ConnectionBanner />
        <PriceBanner />
      </>,
    )
    await cell()
    const state = screen.getByTestId('connection-state')
    expect(state.dataset.state).toBe('connecting')
    accept()
    hear(aSnapshot({ timestamp: agoMs(0) }))
    expect(state.dataset.state).toBe('live')
    drop()
    expect(state.dataset.state).toBe('stale')
    expect(state.textContent).toContain('Reconnecting')
    expect((await cell()).dataset.current).toBe('false')
    expect(shown()).toBe('96,543.2')
    expect(screen.queryByTestId('connection-banner')).toBeNull()
  })
})
