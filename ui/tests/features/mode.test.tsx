import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Shapes } from '@/api/client'
import { inNumbers } from '@/features/mode/atStake'
import { ModeBadge } from '@/features/mode/ModeBadge'
import { ModePanel } from '@/features/mode/ModePanel'
import { RealMoney } from '@/features/mode/RealMoney'
import { deskAnswers, draw, PATHS, wishes } from '../desk'
import { aPosition } from '../shapes/account'
import { NOW } from '../shapes/prices'

const STEPS = `${PATHS.mode}/steps`

const aChange = (given: Partial<Shapes['ModeChangeView']> = {}): Shapes['ModeChangeView'] => ({
  change_id: 3,
  mode: 'live',
  by: 'ann',
  reason: 'it is time',
  asked_at: NOW,
  approvals_needed: 1,
  approved_by: [],
  in_force_at: null,
  ...given,
})

const step = (name: string, is_met: boolean) => ({ name, is_met, what: `about ${name}` })

function theDeskHas(more: Parameters<typeof deskAnswers>[0] = {}, waiting: object[] = []) {
  deskAnswers({
    [PATHS.mode]: { body: { mode: 'simulator', waiting } },
    [`${PATHS.mode}/history`]: { body: { items: [], next_cursor: null } },
    ...more,
  })
}

const steps = (mode: string, ...found: object[]) => ({
  [`${STEPS}/${mode}`]: {
    body: { mode, is_ready: found.every((each) => 'is_met' in each && each.is_met), steps: found },
  },
})

const panel = () => (
  <ModePanel atStake={{ positions: [], orders: [], currency: 'USDT' }} asOf="as of now" />
)

async function asked(mode: string) {
  await userEvent.click(await screen.findByRole('button', { name: `Switch to ${mode}…` }))
  const dialog = within(screen.getByRole('dialog'))
  await userEvent.type(dialog.getByLabelText('Your name'), 'ann')
  await userEvent.type(dialog.getByLabelText('Why'), 'to try it')
  return dialog
}

describe('the runtime mode', () => {
  it('is not switched while a step is not met, which says what to do', async () => {
    theDeskHas(steps('paper', step('flat', false), step('venue', true)))
    await draw(panel())
    const dialog = await asked('paper')
    expect(await dialog.findByText('1 of 2 steps are met; looked at again every few seconds.'))
    expect(dialog.getByRole('link', { name: 'Positions and orders' })).toBeTruthy()
    const submit = dialog.getByRole('button', { name: 'Steps are not met' })
    expect(submit).toHaveProperty('disabled', true)
  })

  it('asks for live only with the word typed', async () => {
    theDeskHas({
      ...steps('live', step('venue', true)),
      [`PATCH ${PATHS.mode}`]: { status: 202, body: aChange() },
    })
    await draw(panel())
    const dialog = await asked('live')
    const submit = await dialog.findByRole('button', { name: 'Switch to live' })
    expect(submit).toHaveProperty('disabled', true)
    await userEvent.type(dialog.getByLabelText('Type “live” to confirm'), 'live')
    await userEvent.click(submit)
    expect(await screen.findByText(/waits until 1 more person approves/)).toBeTruthy()
    expect(wishes()).toEqual([
      {
        method: 'PATCH',
        path: PATHS.mode,
        body: { mode: 'live', by: 'ann', reason: 'to try it', confirm: 'live' },
      },
    ])
  })

  it('shows what the desk has against a switch, and stays', async () => {
    const refusal = { title: 'Refused', detail: 'The mode stays.', reasons: ['an order came in'] }
    theDeskHas({
      ...steps('paper', step('flat', true)),
      [`PATCH ${PATHS.mode}`]: { status: 409, body: refusal },
    })
    await draw(panel())
    const dialog = await asked('paper')
    await userEvent.click(await dialog.findByRole('button', { name: 'Switch to paper' }))
    expect((await dialog.findByRole('alert')).textContent).toContain('an order came in')
  })

  it('lets somebody else approve what waits', async () => {
    const approval = {
      [`POST ${PATHS.mode}/approvals`]: { status: 202, body: aChange({ in_force_at: NOW }) },
    }
    theDeskHas(approval, [aChange()])
    await draw(panel())
    const waiting = within(await screen.findByRole('list', { name: /wait for approval/ }))
    await userEvent.type(waiting.getByLabelText('Your name'), 'ben')
    await userEvent.click(waiting.getByRole('button', { name: 'Approve live' }))
    expect(await screen.findByText(/being built anew in live/)).toBeTruthy()
    expect(wishes()[0]?.body).toEqual({ change_id: 3, by: 'ben' })
  })

  it('says in numbers what would be left behind, and that it does not know', () => {
    const position = aPosition({ notional: '4800.50', unrealized_pnl: '-12.4' })
    expect(inNumbers({ positions: [position], orders: [], currency: 'USDT' })).toBe(
      '1 position, 4,800.50 USDT notional, −12.40 USDT unrealized, and 0 open orders',
    )
    expect(inNumbers({ positions: null, orders: null, currency: '' })).toBe(
      'an unknown number of positions and an unknown number of open orders',
    )
  })
})

describe('the mode on every page', () => {
  it.each([
    ['simulator', 'simulated money', false],
    ['paper', 'demo money', false],
    ['live', 'real money', true],
  ] as const)('tells %s by word and by money', async (mode, money, isSaid) => {
    await draw(
      <>
        <RealMoney mode={mode} />
        <ModeBadge mode={mode} />
      </>,
    )
    expect((await screen.findByTestId('mode-badge')).textContent).toContain(money)
    expect(screen.queryByText(/Real money is at stake/) !== null).toBe(isSaid)
  })
})
