import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { AccountPanel } from '@/features/portfolio/AccountPanel'
import { HoldingsPanel } from '@/features/portfolio/HoldingsPanel'
import { deskAnswers, draw, PATHS } from '../desk'
import { anAccount, aPortfolio, aPosition } from '../shapes/account'
import { NOW } from '../shapes/prices'

const noCurve = { body: { currency: 'USDT', opening_cash: '10000.00', points: [] } }

function portfolioIs(given: Parameters<typeof aPortfolio>[0] = {}) {
  deskAnswers({ [PATHS.portfolio]: { body: aPortfolio(given) }, [PATHS.equity]: noCurve })
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
    const pushed = { account: anAccount({ equity: '10100.5' }), positions: [aPosition()] }
    hear({ type: 'portfolio_update', seq: 1, data: pushed, timestamp: NOW })
    expect((await screen.findByText('10,100.50')).closest('[data-testid]')).toBeTruthy()
  })

  it('says that the curve only begins', async () => {
    portfolioIs()
    await draw(<AccountPanel />)
    expect(await screen.findByText('The equity curve begins here')).toBeTruthy()
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
