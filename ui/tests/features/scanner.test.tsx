import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import type { Shapes } from '@/api/client'
import { Notices } from '@/design/Notices'
import { ScannerPage } from '@/features/scanner/ScannerPage'
import { searchOf, USUAL, type View, viewOf } from '@/features/scanner/view'
import { deskAnswers, draw, wishes } from '../desk'
import { aLivePrice, aSnapshot, NOW } from '../shapes/prices'
import { aContext, aReading, aScan, aScanPrice, aScanRow } from '../shapes/scanner'

const SCAN = '/api/scanner'
const WATCHLIST = '/api/watchlist'

const SWAP = aScanRow({
  symbol: 'ETH-USDT-SWAP',
  kind: 'swap',
  score: 0.4,
  price: aScanPrice({ last: 3400, tick_size: '0.01', change_pct: -2 }),
  stance: 'SELL',
})
const STOCK = aScanRow({
  symbol: 'SPY',
  kind: 'stock',
  score: null,
  stance: null,
  market_status: 'closed',
  price: aScanPrice({ last: 610, change_since: 'open', good_until: null }),
  readings: [aReading({ timeframe: '5m', score: null, parts: null, trend: null })],
})

function listed(...symbols: string[]): Shapes['WatchlistView'] {
  return { timestamp: NOW, symbols, changed_at: null }
}

function theDeskScans(scan: Shapes['ScanView'], more: Parameters<typeof deskAnswers>[0] = {}) {
  deskAnswers({
    [SCAN]: { body: scan },
    [`${SCAN}/sparklines`]: {
      body: {
        timestamp: NOW,
        items: {
          BTCUSDT: {
            timeframe: '1h',
            first_at: NOW,
            last_at: NOW,
            age_ms: 0,
            closes: [1200, 1250, 1234],
          },
        },
      },
    },
    '/api/context': { body: aContext() },
    [WATCHLIST]: { body: listed('SPY') },
    ...more,
  })
}

function Page({ view: first = USUAL }: { view?: View }) {
  const [view, setView] = useState(first)
  return (
    <main>
      <ScannerPage view={view} onView={setView} />
      <Notices />
    </main>
  )
}

const three = aScan({ rows: [STOCK, SWAP, aScanRow()] })
const symbols = () =>
  screen.getAllByTestId(/^scan-(?!price)/).map(({ dataset }) => dataset.testid?.slice(5))

describe('the rows', () => {
  it('are sorted by the heading that is pressed, unknown ones last either way', async () => {
    theDeskScans(three)
    await draw(<Page />)
    await screen.findByTestId('scan-SPY')
    expect(symbols()).toEqual(['BTCUSDT', 'ETH-USDT-SWAP', 'SPY'])
    const heading = screen.getByRole('columnheader', { name: 'Score' })
    expect(heading.getAttribute('aria-sort')).toBe('descending')
    within(heading).getByRole('button').focus()
    await userEvent.keyboard('{Enter}')
    expect(heading.getAttribute('aria-sort')).toBe('ascending')
    expect(symbols()).toEqual(['ETH-USDT-SWAP', 'BTCUSDT', 'SPY'])
  })

  it('are filtered by name, market, stance, score and star', async () => {
    theDeskScans(three)
    await draw(<Page />)
    await screen.findByTestId('scan-SPY')
    await userEvent.type(screen.getByLabelText('Symbol'), 'eth')
    expect(symbols()).toEqual(['ETH-USDT-SWAP'])
    await userEvent.clear(screen.getByLabelText('Symbol'))
    await userEvent.click(screen.getByRole('radio', { name: 'Stocks' }))
    expect(symbols()).toEqual(['SPY'])
    await userEvent.click(screen.getByRole('radio', { name: 'All' }))
    await userEvent.click(screen.getByRole('radio', { name: 'BUY' }))
    expect(symbols()).toEqual(['BTCUSDT'])
    await userEvent.click(screen.getByLabelText('Watchlist only'))
    expect(screen.getByText('No symbol passes the filters')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Clear the filters' }))
    expect(symbols()).toHaveLength(3)
  })

  it('take pushed prices, and say what is unknown and why', async () => {
    theDeskScans(three)
    const { hear } = await draw(<Page />)
    await screen.findByTestId('scan-SPY')
    const data = { 'ETH-USDT-SWAP': aLivePrice({ symbol: 'ETH-USDT-SWAP', price: 3456.7 }) }
    hear(aSnapshot({ data }))
    await waitFor(() =>
      expect(screen.getByTestId('scan-price-ETH-USDT-SWAP').textContent).toBe('3,456.70'),
    )
    const stock = screen.getByTestId('scan-SPY')
    expect(within(stock).getByTitle('stocks are not scored').textContent).toContain('—')
    expect(within(stock).getAllByTitle('no 1h candles are kept of it')).toHaveLength(3)
    expect(stock.textContent).toContain('exchange closed')
  })

  it('show what they are made of when asked', async () => {
    theDeskScans(three)
    await draw(<Page />)
    const button = await screen.findByRole('button', { name: 'What is known of BTCUSDT' })
    await userEvent.click(button)
    expect(button.getAttribute('aria-expanded')).toBe('true')
    const details = screen.getByRole('table', { name: 'BTCUSDT by timeframe' })
    expect(details.textContent).toContain('0.60')
    expect(screen.getByRole('link', { name: /^BTCUSDT/ }).getAttribute('href')).toBe(
      '/market/BTCUSDT',
    )
  })

  it('gray a figure whose candles are too old', async () => {
    const old = aReading({ good_until: '2020-01-01T00:00:00.000Z' })
    theDeskScans(aScan({ rows: [aScanRow({ readings: [old] })] }))
    await draw(<Page />)
    const row = await screen.findByTestId('scan-BTCUSDT')
    expect(row.querySelectorAll('[data-look=stale]')).toHaveLength(3)
  })
})

describe('a star', () => {
  it('is kept by the desk and can be taken back', async () => {
    theDeskScans(three, {
      [`PUT ${WATCHLIST}`]: {
        body: listed('SPY', 'BTCUSDT'),
        next: { [`PUT ${WATCHLIST}`]: { body: listed('SPY') } },
      },
    })
    await draw(<Page />)
    const star = await screen.findByRole('button', { name: 'Watch BTCUSDT' })
    expect(star.getAttribute('aria-pressed')).toBe('false')
    await userEvent.click(star)
    await waitFor(() => expect(star.getAttribute('aria-pressed')).toBe('true'))
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
    await waitFor(() => expect(star.getAttribute('aria-pressed')).toBe('false'))
    expect(wishes().map(({ body }) => body)).toEqual([
      { symbols: ['SPY', 'BTCUSDT'] },
      { symbols: ['SPY'] },
    ])
  })

  it('that the desk does not keep says so', async () => {
    const body = { title: 'Unavailable', detail: 'The list stays as it was.' }
    theDeskScans(three, { [`PUT ${WATCHLIST}`]: { status: 503, body } })
    await draw(<Page />)
    await userEvent.click(await screen.findByRole('button', { name: 'Watch BTCUSDT' }))
    expect((await screen.findByTestId('notice')).textContent).toContain('stays as it was')
  })
})

describe('what is not there', () => {
  it('names the setting that turns it on, what waits, and what is missing', async () => {
    const kinds = aScan().kinds.map((kind) =>
      kind.kind === 'coin'
        ? { ...kind, symbols: 0, setting: 'spot.enabled', scanned_at: null }
        : { ...kind, scanned_at: kind.kind === 'swap' ? null : NOW },
    )
    theDeskScans(aScan({ kinds, rows: [SWAP], missing: ['BTC-USDT-SWAP'] }))
    await draw(<Page />)
    expect(await screen.findByText('spot.enabled')).toBeTruthy()
    expect(screen.getByText(/has not looked at swaps yet/)).toBeTruthy()
    expect(screen.getByText('Nothing is cached of BTC-USDT-SWAP.')).toBeTruthy()
  })

  it('is told before anything was scanned', async () => {
    const context = aContext({ updated_at: null, reference: null })
    theDeskScans(aScan({ rows: [] }), { '/api/context': { body: context } })
    await draw(<Page />)
    expect(await screen.findByText('Nothing is scanned yet')).toBeTruthy()
    expect(await screen.findByText(/is not analyzed: spot.enabled is off/)).toBeTruthy()
  })
})

it('asks again when the scanner has looked, and not by the clock', async () => {
  theDeskScans(aScan(), { [SCAN]: { body: aScan(), next: { [SCAN]: { body: three } } } })
  const { hear } = await draw(<Page />)
  await screen.findByTestId('scan-BTCUSDT')
  hear(aSnapshot(), { type: 'scanner_update', seq: 2, data: { part: '5m' }, timestamp: NOW })
  expect(await screen.findByTestId('scan-SPY')).toBeTruthy()
})

it('hands out as a sheet what is shown', async () => {
  theDeskScans(three)
  await draw(<Page view={{ ...USUAL, kind: 'coin', tf: '4h' }} />)
  const link = await screen.findByRole('link', { name: 'As CSV' })
  const query = new URL(link.getAttribute('href') ?? '', 'http://desk').searchParams
  expect(query.get('symbols')).toBe('BTCUSDT')
  expect(query.get('timeframe')).toBe('4h')
  expect(query.get('columns')).toContain('rsi_14')
})

it('leaves out columns that nobody wants, and remembers it', async () => {
  theDeskScans(three)
  await draw(<Page />)
  await screen.findByTestId('scan-SPY')
  await userEvent.click(screen.getByRole('button', { name: 'Columns' }))
  await userEvent.click(screen.getByRole('checkbox', { name: 'Found' }))
  expect(screen.queryByRole('columnheader', { name: 'Found' })).toBeNull()
  expect(localStorage.getItem('tradewind.scanner.hidden')).toBe('patterns')
  await userEvent.click(screen.getByRole('checkbox', { name: 'Found' }))
  expect(screen.getByRole('columnheader', { name: 'Found' })).toBeTruthy()
})

describe('the address', () => {
  it('holds only what is not as usual, and gives it back', () => {
    const view: View = { ...USUAL, sort: 'rsi', dir: 'asc', q: 'BTC', watched: true, min: 0.5 }
    expect(searchOf(USUAL)).toEqual({})
    expect(viewOf({ ...searchOf(view) })).toEqual(view)
  })

  it('is not trusted', () => {
    expect(viewOf({ sort: 'wallet', dir: 7, min: 9, max: 'x', tf: '2h', watched: 'yes' })).toEqual(
      USUAL,
    )
  })
})

it('leaves nothing for a screen reader to stumble over', async () => {
  theDeskScans(three)
  const { container } = await draw(<Page />)
  await userEvent.click(await screen.findByRole('button', { name: 'What is known of BTCUSDT' }))
  await screen.findByText('ranging')
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
})
