import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { OrdersPage } from '@/app/OrdersPage'
import { deskAnswers, draw, PATHS, wishes } from '../desk'
import { aPerformance, aPortfolio, aPosition } from '../shapes/account'
import { anOrder } from '../shapes/chain'
import { aStatus } from '../shapes/status'

const CLOSE = '/api/positions/BTC-USDT-SWAP/close'
const ONE = '/api/orders/tw1'
const PREVIEW = '/api/orders/preview'
const PLACE = `POST ${PATHS.orders}`

const gate = (passed: boolean) => ({ gate: 'notional', passed, is_observed: false, reason: 'cap' })

const aPreview = (given: object = {}) => ({
  is_approved: true,
  reason: null,
  side: 'buy',
  quantity: '0.05',
  notional: '4800',
  stop_price: '94200',
  take_profit_price: null,
  verdicts: [gate(true)],
  ...given,
})

const placed = { order: anOrder({ state: 'filled', filled: '0.05' }), record_id: 'd-7' }
const placedAnswer = { status: 201, body: { ...placed, is_repeat: false, verdicts: [] } }

function theDeskHas(orders = [anOrder()], more: Parameters<typeof deskAnswers>[0] = {}) {
  deskAnswers({
    [PATHS.status]: { body: aStatus() },
    [PATHS.portfolio]: { body: aPortfolio({ positions: [aPosition()] }) },
    [PATHS.orders]: { body: { items: orders, next_cursor: null } },
    [PATHS.performance]: { body: aPerformance() },
    ...more,
  })
}

async function preview() {
  await userEvent.type(await screen.findByLabelText('Notional'), '4800')
  await userEvent.type(screen.getByLabelText('Stop price'), '94200')
  await userEvent.click(screen.getByRole('button', { name: 'Preview' }))
}

describe('closing a position', () => {
  it('says in numbers what it comes to, and closes only when told', async () => {
    theDeskHas([], { [CLOSE]: placedAnswer })
    await draw(<OrdersPage />)
    await userEvent.click(await screen.findByRole('button', { name: 'Close… BTC' }))
    const dialog = screen.getByRole('dialog', { name: 'Close BTC' })
    const said =
      'Closes the long of 0.05 BTC at the market: 4,827.16 notional, ≈ +26.59 before fees.'
    expect(within(dialog).getByText(said)).toBeTruthy()
    expect(document.activeElement?.textContent).toBe('Keep it')
    expect(wishes()).toEqual([])
    await userEvent.click(within(dialog).getByRole('button', { name: 'Close 0.05 BTC' }))
    await waitFor(() => expect(wishes().map(({ path }) => path)).toEqual([CLOSE]))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('closes the part that was typed, and says that stop and target stay', async () => {
    theDeskHas([], { [CLOSE]: placedAnswer })
    await draw(<OrdersPage />)
    await userEvent.click(await screen.findByRole('button', { name: 'Close… BTC' }))
    await userEvent.type(screen.getByLabelText(/^Part in BTC/), '0.02')
    expect(screen.getByText(/Only 0\.02 BTC of it.*stop and target stay/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Close 0.02 BTC' }))
    await waitFor(() => expect(wishes().map(({ body }) => body)).toEqual([{ quantity: '0.02' }]))
  })

  it('stays open with the reason when the desk refuses', async () => {
    const refusal = {
      title: 'Refused',
      detail: 'A close is on its way.',
      reasons: ['tw9 closes it'],
    }
    theDeskHas([], { [CLOSE]: { status: 409, body: refusal } })
    await draw(<OrdersPage />)
    await userEvent.click(await screen.findByRole('button', { name: 'Close… BTC' }))
    await userEvent.click(screen.getByRole('button', { name: 'Close 0.05 BTC' }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('A close is on its way.')
    expect(alert.textContent).toContain('tw9 closes it')
  })
})

describe('open orders', () => {
  it('are canceled after a question', async () => {
    theDeskHas([anOrder()], { [`DELETE ${ONE}`]: { body: anOrder({ state: 'canceled' }) } })
    await draw(<OrdersPage />)
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel… BTC' }))
    expect(screen.getByText(/Takes out what rests of 0\.05 BTC at 96,000/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Cancel the order' }))
    await waitFor(() => expect(wishes()[0]).toMatchObject({ method: 'DELETE', path: ONE }))
  })

  it('are amended with only what differs', async () => {
    theDeskHas([anOrder()], { [`PATCH ${ONE}`]: { body: anOrder({ limit_price: '95000' }) } })
    await draw(<OrdersPage />)
    await userEvent.click(await screen.findByRole('button', { name: 'Amend… BTC' }))
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Change the order' })
    expect(button.disabled).toBe(true)
    const dialog = screen.getByRole('dialog')
    const price = within(dialog).getByLabelText('Limit price')
    await userEvent.clear(price)
    await userEvent.type(price, '95000{Enter}')
    await waitFor(() => expect(wishes()[0]?.body).toEqual({ limit_price: '95000' }))
  })

  it('that protect a position offer no cancel', async () => {
    theDeskHas([anOrder({ purpose: 'stop', kind: 'stop_market' as 'limit' })])
    await draw(<OrdersPage />)
    expect(await screen.findByText('protects a position')).toBeTruthy()
    expect(screen.queryByRole('button', { name: 'Cancel… BTC' })).toBeNull()
  })

  it('may be none, and history leads to a spreadsheet', async () => {
    theDeskHas([])
    await draw(<OrdersPage />)
    expect(await screen.findByText('Nothing rests at the venue')).toBeTruthy()
    expect(await screen.findByText('No order yet')).toBeTruthy()
    const link = screen.getByRole('link', { name: 'Newest 500 as CSV' })
    expect(link.getAttribute('href')).toMatch(/^\/api\/orders\.csv\?zone=/)
  })
})

describe('an order by hand', () => {
  it('is previewed before it can be sent, and leads to its record', async () => {
    theDeskHas([], { [PREVIEW]: { body: aPreview() }, [PLACE]: placedAnswer })
    await draw(<OrdersPage />)
    await screen.findByLabelText('Symbol')
    expect(screen.queryByRole('button', { name: /^Send/ })).toBeNull()
    await preview()
    await userEvent.click(await screen.findByRole('button', { name: 'Send: buy 0.05 BTC' }))
    const record = await screen.findByRole('link', { name: 'Its record' })
    expect(record.getAttribute('href')).toBe('/decisions/d-7')
    expect(wishes().map(({ path }) => path)).toEqual([PREVIEW, PATHS.orders])
    expect(wishes()[1]?.body).toEqual(wishes()[0]?.body)
    expect(wishes()[1]?.body).toMatchObject({
      side: 'buy',
      kind: 'market',
      notional: '4800',
      stop_price: '94200',
    })
  })

  it('shows how it stands, not how it stood when it was sent', async () => {
    const canceled = anOrder({ state: 'canceled' })
    const more = {
      [PREVIEW]: { body: aPreview() },
      [PLACE]: placedAnswer,
      [ONE]: { body: canceled },
    }
    theDeskHas([], more)
    await draw(<OrdersPage />)
    await preview()
    await userEvent.click(await screen.findByRole('button', { name: /^Send/ }))
    const shown = await screen.findByTestId('placed')
    await waitFor(() => expect(shown.textContent).toContain('order canceled'))
  })

  it('that the gates would refuse cannot be sent', async () => {
    const refused = aPreview({
      is_approved: false,
      reason: 'over the cap',
      verdicts: [gate(false)],
    })
    theDeskHas([], { [PREVIEW]: { body: refused } })
    await draw(<OrdersPage />)
    await preview()
    expect((await screen.findByTestId('order-preview')).dataset.approved).toBe('false')
    expect(screen.getByText('over the cap')).toBeTruthy()
    expect(screen.queryByRole('button', { name: /^Send/ })).toBeNull()
  })

  it('needs another preview once it is changed', async () => {
    theDeskHas([], { [PREVIEW]: { body: aPreview() } })
    await draw(<OrdersPage />)
    await preview()
    await screen.findByRole('button', { name: /^Send/ })
    await userEvent.type(screen.getByLabelText('Leverage'), '0')
    expect(screen.queryByRole('button', { name: /^Send/ })).toBeNull()
  })

  it('is called neither sent nor unsent while nobody knows', async () => {
    theDeskHas([], { [PREVIEW]: { body: aPreview() }, [PLACE]: 'unreachable' })
    await draw(<OrdersPage />)
    await preview()
    await userEvent.click(await screen.findByRole('button', { name: /^Send/ }))
    expect((await screen.findByRole('alert')).textContent).toContain(
      'Nobody knows whether it was sent',
    )
  })

  it('asks for the fields that are wrong', async () => {
    const errors = [{ field: 'stop_price', reason: 'an opening needs one' }]
    const refusal = { status: 422, body: { title: 'Invalid', detail: 'See errors.', errors } }
    theDeskHas([], { [PREVIEW]: refusal })
    await draw(<OrdersPage />)
    await preview()
    expect((await screen.findByRole('alert')).textContent).toContain(
      'stop_price: an opening needs one',
    )
  })
})

it('leaves nothing for a screen reader to stumble over', async () => {
  theDeskHas()
  const { container } = await draw(
    <main>
      <OrdersPage />
    </main>,
  )
  await screen.findByRole('button', { name: 'Cancel… BTC' })
  await screen.findByRole('button', { name: 'Close… BTC' })
  // Colors and letters need a browser that paints.
  const { violations } = await axe.run(container, {
    rules: {
      'color-contrast': { enabled: false },
      'label-content-name-mismatch': { enabled: false },
    },
  })
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
})
