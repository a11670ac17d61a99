import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { AccountPanel } from '@/features/portfolio/AccountPanel'
import { EquityPanel } from '@/features/portfolio/EquityPanel'
import { ExposurePanel } from '@/features/portfolio/ExposurePanel'
import { equityLines } from '@/features/portfolio/equity_lines'
import { HoldingsPanel } from '@/features/portfolio/HoldingsPanel'
import { deskAnswers, draw, PATHS } from '../desk'
import { anAccount, anExposure, aPortfolio, aPosition, theCurves } from '../shapes/account'
import { NOW } from '../shapes/prices'

function portfolioIs(given: Parameters<typeof aPortfolio>[0] = {}) {
  deskAnswers({ [PATHS.portfolio]: { body: aPortfolio(given) } })
}

describe('the account', () => {
  it('shows a dash where a value is unknown', async () => {
    portfolioIs({ account: anAccount({ equity: null, unrealized_pnl: null }) })
    await draw(<AccountPanel />)
    expect((await screen.findByTestId('account-equity')).textContent).toBe('—')
  })

  it('follows the socket', async () => {
    portfolioIs()
    const { accept, hear } = await draw(<AccountPanel />)
    expect((await screen.findByTestId('account-equity')).textContent).toBe('10,081.20')
    accept()
    const pushed = {
      account: anAccount({ equity: '10100.5' }),
      positions: [aPosition()],
      exposure: anExposure(),
    }
    hear({ type: 'portfolio_update', seq: 1, data: pushed, timestamp: NOW })
    expect((await screen.findByText('10,100.50')).closest('[data-testid]')).toBeTruthy()
  })
})

describe('equity of every desk', () => {
  it('says that the curve only begins', async () => {
    const none = { ...theCurves(), accounts: [] }
    deskAnswers({
      [PATHS.curves]: { body: { ...none, held: { ...none.held, points: [], figures: null } } },
    })
    await draw(<EquityPanel />)
    expect(await screen.findByText('The equity curve begins here')).toBeTruthy()
  })

  it('draws the accounts beside their baselines, by the returns that the desk counts', () => {
    const lines = equityLines(theCurves(), 'return')
    expect(lines.map(({ name }) => name)).toEqual([
      'main, simulator',
      'Buy and hold',
      'Money put in',
    ])
    expect(lines[0]).toMatchObject({ start: 1, points: [{ value: 1 }, { value: 1.01 }] })
  })
})

describe('money put in or taken out', () => {
  const [account] = theCurves().accounts
  const flows = [
    { time: '2026-11-21T12:00:05.000Z', amount: '500' },
    { time: '2026-11-21T12:00:10.400Z', amount: '-200' },
    { time: '2026-11-21T12:00:30.000Z', amount: '9' },
  ]
  const withFlows = () => theCurves({ accounts: account ? [{ ...account, flows }] : [] })

  it('is marked at the first point that holds it, and not before there is one', () => {
    const at = Date.parse('2026-11-21T12:00:10.000Z')
    expect(equityLines(withFlows(), 'money')[0]?.marks).toEqual([
      { at, text: '+500.00', isUp: true },
      { at, text: '−200.00', isUp: false },
    ])
  })

  it('is in a table too', async () => {
    deskAnswers({ [PATHS.curves]: { body: withFlows() } })
    await draw(<EquityPanel />)
    const table = await screen.findByRole('table', { name: 'Deposits and withdrawals' })
    expect(table.textContent).toContain('−200.00')
  })
})

describe('exposure', () => {
  it('shows each limit with what is used of it, and unknown as a dash', async () => {
    const total = { used: null, limit: '15121.80', used_share: null }
    portfolioIs({ exposure: anExposure({ total }) })
    await draw(<ExposurePanel />)
    const limits = await screen.findByRole('list', { name: 'Limits' })
    expect(limits.textContent).toContain('BTC long4,827.16 of 5,040.60 95.8%')
    expect(limits.textContent).toContain('All exposure— of 15,121.80 —')
    expect(limits.textContent).toContain('Drawdown to pause1.24% of 5.00% 24.8%')
  })
})

describe('holdings', () => {
  it('name the row by its symbol and warn of a missing stop', async () => {
    portfolioIs({ positions: [aPosition({ stop_price: null })] })
    await draw(<HoldingsPanel />)
    expect(await screen.findByRole('rowheader', { name: /BTC/ })).toBeTruthy()
    expect(screen.getByText('no stop')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'why' }).getAttribute('href')).toBe('/decisions/d-1')
  })

  it('say that nothing is held, which is no failure', async () => {
    portfolioIs({ positions: [] })
    await draw(<HoldingsPanel />)
    expect(await screen.findByText('No open position')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('are changed by keyboard', async () => {
    portfolioIs()
    await draw(<HoldingsPanel />)
    await screen.findByRole('rowheader')
    screen.getByRole('tab', { name: /Positions/ }).focus()
    await userEvent.keyboard('{ArrowRight}')
    expect(await screen.findByText('No trade closed yet')).toBeTruthy()
  })
})
