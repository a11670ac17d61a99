import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { BookPanel } from '@/features/market/BookPanel'
import { CandleTable } from '@/features/market/CandleTable'
import { knownOf } from '@/features/market/candles'
import { FundingPanel } from '@/features/market/FundingPanel'
import { HeldPanel } from '@/features/market/HeldPanel'
import { Reach } from '@/features/market/Reach'
import { SignalPanel } from '@/features/market/SignalPanel'
import { shown } from '@/features/market/shown'
import { Toggles } from '@/features/market/Toggles'
import { TradeList } from '@/features/market/TradeList'
import { deskAnswers, draw } from '../desk'
import { aPosition } from '../shapes/account'
import { aBook, aStanding, aTrade, candlesAt } from '../shapes/market'

const BTC = 'BTC-USDT-SWAP'
const BOOK = `/api/market-data/${BTC}/book`
const STANDING = `/api/market-data/${BTC}/standing`
const MONITOR = '/api/signals/monitor'
const HELD_AGE = <span>as of now</span>

describe('the order book', () => {
  it('has both sides on the tick, spread, imbalance and age', async () => {
    deskAnswers({ [BOOK]: { body: aBook() } })
    await draw(<BookPanel symbol={BTC} />)
    const offers = await screen.findByRole('table', { name: 'Offers' })
    expect(offers.textContent).toContain('96,543.5')
    expect(screen.getByTestId('book').textContent).toContain('imbalance +33%')
    expect(screen.getByTestId('age').dataset.freshness).toBe('fresh')
  })

  it('that is too old is gray and says so', async () => {
    deskAnswers({ [BOOK]: { body: aBook({ age_ms: 90_000, freshness: 'blocked' }) } })
    await draw(<BookPanel symbol={BTC} />)
    expect((await screen.findByTestId('book')).dataset.current).toBe('false')
    expect(screen.getByTestId('age').textContent).toContain('too old')
  })

  it('that is in no cache is empty, which is no failure', async () => {
    deskAnswers({ [BOOK]: { body: { ...aBook(), book: null } } })
    await draw(<BookPanel symbol={BTC} />)
    expect(await screen.findByText('No order book is in the cache')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('that the desk refuses to give is a failure with its words', async () => {
    deskAnswers({
      [BOOK]: { status: 404, body: { title: 'Not found', detail: 'No such symbol.' } },
    })
    await draw(<BookPanel symbol={BTC} />)
    expect((await screen.findByRole('alert')).textContent).toContain('No such symbol.')
  })
})

describe('funding', () => {
  it('says who pays and how old it is, a dash for what is unknown', async () => {
    deskAnswers({ [STANDING]: { body: aStanding() } })
    await draw(<FundingPanel symbol={BTC} />)
    const panel = await screen.findByRole('region', { name: 'Funding and open interest' })
    await screen.findByText('longs pay')
    expect(panel.textContent).toContain('+0.0100%')
    expect(panel.textContent).toContain('aging')
    expect(panel.textContent).toContain('Next funding —')
    expect(panel.textContent).toContain('1.2K contracts')
  })

  it('counts down to the next settlement', async () => {
    const next_time = new Date(Date.now() + 2 * 3_600_000 + 30_000).toISOString()
    const funding = { ...aStanding().funding, next_time }
    deskAnswers({ [STANDING]: { body: { ...aStanding(), funding } } })
    await draw(<FundingPanel symbol={BTC} />)
    expect((await screen.findByTestId('funding-countdown')).textContent).toContain('in 2 h')
  })
})

it('a symbol that the monitor does not watch has no stance', async () => {
  deskAnswers({
    [MONITOR]: { body: { timestamp: '', updated_at: null, age_ms: null, symbols: [] } },
  })
  await draw(<SignalPanel symbol={BTC} />)
  expect(await screen.findByText('The monitor does not watch it')).toBeTruthy()
})

describe('what is held', () => {
  it('names a missing stop and leads to an order by hand of the same symbol', async () => {
    const held = { position: aPosition({ stop_price: null }), orders: [] }
    await draw(<HeldPanel symbol={BTC} held={held} age={HELD_AGE} />)
    expect(await screen.findByText('no stop')).toBeTruthy()
    const link = screen.getByRole('link', { name: 'Trade by hand' })
    expect(link.getAttribute('href')).toBe(`/orders?symbol=${BTC}`)
  })

  it('is not called nothing while the account is unknown', async () => {
    await draw(<HeldPanel symbol={BTC} held={{ position: undefined, orders: [] }} age={null} />)
    expect(await screen.findByText('The account is not known yet.')).toBeTruthy()
    expect(screen.queryByText('Nothing is held.')).toBeNull()
  })
})

it('an indicator that is switched on is remembered and has a column', async () => {
  shown.set([])
  const { rows } = knownOf(candlesAt(0, 40), 40)
  await draw(
    <>
      <Toggles />
      <CandleTable rows={rows} open={null} tickSize="0.1" />
    </>,
  )
  expect(screen.queryByRole('columnheader', { name: 'SMA 20' })).toBeNull()
  await userEvent.click(await screen.findByLabelText('SMA 20'))
  expect(screen.getByRole('columnheader', { name: 'SMA 20' })).toBeTruthy()
  expect(localStorage.getItem('tradewind.chart.indicators')).toBe('sma_20')
  expect(screen.getAllByRole('row')).toHaveLength(31)
})

it('own trades lead to their decisions; one that was nobody’s leads nowhere', async () => {
  const trades = [aTrade(), aTrade({ trade_id: '2', decision_id: null, purpose: null })]
  await draw(<TradeList query={{ error: null, isPending: false }} trades={trades} tickSize="0.1" />)
  const links = await screen.findAllByText('why')
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['/decisions/d1'])
  expect(screen.getByTitle('No decision of this desk')).toBeTruthy()
})

describe('the way back in time', () => {
  const { rows } = knownOf(candlesAt(0, 40), 40)
  const reach = (isWhole: boolean, onOlder = () => undefined) => (
    <Reach
      known={{ rows, open: null, receivedAt: null, tickSize: '0.1', isWhole }}
      isAsking={false}
      error={null}
      onOlder={onOlder}
    />
  )

  it('is a button as well as a drag', async () => {
    const asked = vi.fn()
    await draw(reach(false, asked))
    await userEvent.click(await screen.findByRole('button', { name: 'Older candles' }))
    expect(asked).toHaveBeenCalledOnce()
  })

  it('ends where nothing older is kept, and says so', async () => {
    await draw(reach(true))
    expect((await screen.findByRole('status')).textContent).toContain('40 closed candles')
    expect(screen.getByRole('status').textContent).toContain('all that are kept')
    expect(screen.queryByRole('button')).toBeNull()
  })
})
