import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Shapes } from '@/api/client'
import { marketName, modelName } from '@/features/system/MarketSource'
import { StatusPage } from '@/features/system/StatusPage'
import { StatusStrip } from '@/features/system/StatusStrip'
import { deskAnswers, draw, PATHS } from '../desk'
import { aSnapshot } from '../shapes/prices'
import { aStatus } from '../shapes/status'

const readiness = (state: string) => `[data-testid=readiness][data-state=${state}]`

describe('the status strip', () => {
  it('names every reason when the desk is not ready', async () => {
    const reasons = ['model: no answer for 42 s', 'feed BTC ticker is 95 s old']
    deskAnswers({ [PATHS.status]: { body: aStatus({ ready: false, reasons }) } })
    const { container } = await draw(<StatusStrip />)
    await screen.findByText(reasons.join(' · '))
    expect(container.querySelector(readiness('not-ready'))).toBeTruthy()
  })

  it('calls readiness unknown while the desk does not say', async () => {
    deskAnswers({ [PATHS.status]: { status: 500, body: {} } })
    const { container } = await draw(<StatusStrip />)
    expect(container.querySelector(readiness('unknown'))).toBeTruthy()
  })
})

it('calls readiness unknown when the connection is lost', async () => {
  deskAnswers({ [PATHS.status]: { body: aStatus() } })
  const { container, accept, hear, drop } = await draw(<StatusStrip />)
  await screen.findByText('✓ Ready')
  accept()
  hear(aSnapshot())
  drop()
  expect(container.querySelector(readiness('unknown'))).toBeTruthy()
})

describe('the source of the market', () => {
  it('is called simulated when it is', () => {
    const { market } = aStatus()
    expect(marketName(market)).toBe('Simulated market · lab · tape seed 7')
    expect(marketName({ ...market, is_simulated: false, source: 'okx', tape: null })).toBe(
      'Live market · okx',
    )
  })

  it('says of rules that they are rules', () => {
    expect(modelName(aStatus().model)).toContain('rule policy')
  })
})

function aFeed(changes: Partial<Shapes['FeedView']>): Shapes['FeedView'] {
  return {
    symbol: 'BTC-USDT-SWAP',
    datum: 'ticker',
    exchange_time: null,
    received_at: null,
    age_ms: 0,
    has_gap: false,
    freshness: 'blocked',
    ...changes,
  }
}

describe('the status page', () => {
  it('tells missing from old', async () => {
    const feeds = [
      aFeed({ datum: 'ticker', age_ms: 95_000 }),
      aFeed({ datum: 'funding', age_ms: null }),
    ]
    deskAnswers({ [PATHS.status]: { body: aStatus({ feeds }) } })
    await draw(<StatusPage />)
    expect(await screen.findByText('too old 1 min 35 s')).toBeTruthy()
    expect(screen.getByText('missing')).toBeTruthy()
  })

  it('tells torn from old', async () => {
    const feeds = [aFeed({ datum: 'ohlcv:1h', age_ms: 2_000, has_gap: true })]
    deskAnswers({ [PATHS.status]: { body: aStatus({ feeds }) } })
    await draw(<StatusPage />)
    expect(await screen.findByText(/^gap /)).toBeTruthy()
  })
})
