import { fireEvent, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { afterEach, describe, expect, it } from 'vitest'
import type { Shapes } from '@/api/client'
import { KillSwitchAtHand } from '@/app/KillSwitchAtHand'
import { Overlays } from '@/app/Overlays'
import { show } from '@/app/overlay'
import { consequencesOf } from '@/features/switch/stops'
import { deskAnswers, draw, PATHS, wishes } from '../desk'
import { aPortfolio, aPosition } from '../shapes/account'
import { anOrder } from '../shapes/chain'
import { aSnapshot, NOW } from '../shapes/prices'

afterEach(() => show(null))

type View = Shapes['KillSwitchView']

function aSwitch(given: Partial<View> = {}): View {
  const never = { by: 'nobody', reason: 'never pressed', flatten: false, since: NOW, proof: null }
  return { state: 'ACTIVE', ...never, ...given }
}

function aProof(given: Partial<Shapes['ProofView']> = {}): Shapes['ProofView'] {
  return {
    is_done: true,
    open_orders: 0,
    protections: 2,
    positions: 1,
    read_at: NOW,
    error: null,
    ...given,
  }
}

const HALTED = aSwitch({ state: 'HALTED', by: 'ann', reason: 'drill', proof: aProof() })

function theDeskIs(view: View, more: Parameters<typeof deskAnswers>[0] = {}) {
  const orders = [anOrder(), anOrder({ id: 'tw2', purpose: 'close' }), anOrder({ purpose: 'stop' })]
  deskAnswers({
    [PATHS.killSwitch]: { body: view },
    [PATHS.orders]: { body: { items: orders, next_cursor: null } },
    [PATHS.portfolio]: { body: aPortfolio({ positions: [aPosition(), aPosition()] }) },
    ...more,
  })
}

const turnedTo = (view: View) => ({
  [`POST ${PATHS.killSwitch}`]: { body: view, next: { [PATHS.killSwitch]: { body: view } } },
})
const press = turnedTo(HALTED)
const theSwitch = () => screen.getByTestId('kill-switch')
const stateIs = (state: string) => waitFor(() => expect(theSwitch().dataset.state).toBe(state))
const open = async () => {
  await userEvent.click(theSwitch())
  return screen.findByRole('dialog', { name: 'Kill switch' })
}

describe('the kill switch in the head', () => {
  it.each([
    'ACTIVE',
    'REDUCING',
    'HALTED',
  ] as const)('says in words that it is %s', async (state) => {
    theDeskIs(aSwitch({ state }))
    await draw(<KillSwitchAtHand look="head" />)
    await stateIs(state)
    expect(theSwitch().textContent).toBe(`Kill switch: ${state.toLowerCase()}`)
  })

  it('does not claim a state that the desk has not told, nor once the connection is lost', async () => {
    theDeskIs(aSwitch(), { [PATHS.killSwitch]: { status: 500, body: {} } })
    const { unmount } = await draw(<KillSwitchAtHand look="head" />)
    expect(theSwitch().textContent).toBe('Kill switch: state unknown')
    unmount()
    theDeskIs(aSwitch())
    const { accept, hear, drop } = await draw(<KillSwitchAtHand look="head" />)
    await stateIs('ACTIVE')
    accept()
    hear(aSnapshot())
    drop()
    await stateIs('UNKNOWN')
    await open()
    expect(screen.getByText(/This is the last that was heard/)).toBeTruthy()
  })

  it('opens by Alt+K, with the focus on what changes nothing', async () => {
    theDeskIs(aSwitch())
    await draw(
      <>
        <KillSwitchAtHand look="head" />
        <Overlays />
      </>,
    )
    await stateIs('ACTIVE')
    fireEvent.keyDown(window, { code: 'KeyK', key: '˚', altKey: true })
    expect(await screen.findByRole('dialog')).toBeTruthy()
    expect(document.activeElement?.textContent).toBe('Cancel')
  })

  it('closes on Escape without having turned anything', async () => {
    theDeskIs(aSwitch(), press)
    await draw(<KillSwitchAtHand look="head" />)
    const dialog = await open()
    fireEvent(dialog, new Event('cancel', { cancelable: true }))
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(wishes()).toEqual([])
  })
})

describe('stopping', () => {
  it('says what each way does in numbers', async () => {
    theDeskIs(aSwitch())
    await draw(<KillSwitchAtHand look="head" />)
    await open()
    expect(
      (await screen.findByLabelText('Reduce only')).getAttribute('aria-describedby'),
    ).toBeTruthy()
    expect(await screen.findByText(/^Cancels 1 resting opening\. Keeps 2 positions/)).toBeTruthy()
    expect(screen.getByText(/^Cancels 2 open orders\. Keeps 2 positions open/)).toBeTruthy()
    const flatten = 'Closes 2 positions at the market: 9,654.32 USDT notional, ≈ +53.18 USDT'
    expect(screen.getByText(new RegExp(flatten.replace('+', '\\+')))).toBeTruthy()
  })

  it('calls numbers unknown that it does not know', () => {
    const said = consequencesOf('flatten', { orders: null, positions: null, currency: 'USDT' })
    expect(said.join(' ')).toContain('Cancels an unknown number of open orders.')
    expect(said.join(' ')).toContain('Closes an unknown number of positions at the market: — USDT')
  })

  it('halts, and shows what the venue shows afterwards', async () => {
    theDeskIs(aSwitch(), press)
    await draw(<KillSwitchAtHand look="head" />)
    await stateIs('ACTIVE')
    await open()
    await userEvent.type(screen.getByLabelText('Reason (optional)'), 'drill')
    await userEvent.click(screen.getByRole('button', { name: 'Halt' }))
    const proof = await screen.findByTestId('switch-proof')
    expect(proof.textContent).toContain('0 open orders, 2 stops and targets, 1 position')
    expect(wishes()[0]?.body).toEqual({
      by: 'the operator',
      state: 'HALTED',
      flatten: false,
      reason: 'drill',
    })
  })

  it('flattens only after the word is typed', async () => {
    theDeskIs(aSwitch(), press)
    await draw(<KillSwitchAtHand look="head" />)
    await open()
    await userEvent.click(screen.getByLabelText('Halt and flatten'))
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Halt and flatten' })
    expect(button.disabled).toBe(true)
    await userEvent.type(screen.getByLabelText('Type “flatten” to confirm'), 'Flatten')
    await userEvent.click(button)
    await screen.findByTestId('switch-proof')
    expect(wishes()[0]?.body).toMatchObject({ state: 'HALTED', flatten: true })
  })

  it('says plainly that the desk cannot be reached, and how to stop it then', async () => {
    theDeskIs(aSwitch(), { [`POST ${PATHS.killSwitch}`]: 'unreachable' })
    await draw(<KillSwitchAtHand look="head" />)
    await open()
    await userEvent.click(screen.getByRole('button', { name: 'Halt' }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('nobody confirmed the turn')
    expect(screen.getByText('tradewind halt')).toBeTruthy()
  })

  it('can be asked for while the state is not known', async () => {
    theDeskIs(aSwitch(), { ...press, [PATHS.killSwitch]: 'unreachable' })
    await draw(<KillSwitchAtHand look="head" />)
    await open()
    await userEvent.click(screen.getByRole('button', { name: 'Halt' }))
    await waitFor(() => expect(wishes()).toHaveLength(1))
  })
})

describe('resuming', () => {
  it('shows a stop that is still under way as such', async () => {
    const proof = aProof({ is_done: false, open_orders: null, error: 'the venue does not answer' })
    theDeskIs({ ...HALTED, proof })
    await draw(<KillSwitchAtHand look="head" />)
    await stateIs('HALTED')
    await open()
    expect(screen.getByTestId('switch-proof').dataset.done).toBe('false')
    expect(screen.getByText('the venue does not answer')).toBeTruthy()
    expect(screen.getByText(/an unknown number of open orders/)).toBeTruthy()
  })

  it('takes the typed word, and says what trading goes on with', async () => {
    theDeskIs(HALTED, turnedTo(aSwitch()))
    await draw(<KillSwitchAtHand look="head" />)
    await stateIs('HALTED')
    await open()
    expect(screen.getByText(/the desk holds 2 positions and 3 open orders/)).toBeTruthy()
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Resume trading' })
    expect(button.disabled).toBe(true)
    await userEvent.type(screen.getByLabelText('Type “resume” to confirm'), 'resume{Enter}')
    await waitFor(() => expect(wishes()[0]?.body).toMatchObject({ state: 'ACTIVE' }))
    await stateIs('ACTIVE')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('says why the desk stays stopped', async () => {
    const detail = 'The desk stays halted: the file HALT lies there.'
    const refusal = { status: 409, body: { title: 'Refused', detail } }
    theDeskIs(HALTED, { [`POST ${PATHS.killSwitch}`]: refusal })
    await draw(<KillSwitchAtHand look="head" />)
    await stateIs('HALTED')
    await open()
    await userEvent.type(screen.getByLabelText('Type “resume” to confirm'), 'resume{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain(detail)
  })

  it('leaves nothing for a screen reader to stumble over', async () => {
    theDeskIs(HALTED)
    const { container } = await draw(<KillSwitchAtHand look="head" />)
    await stateIs('HALTED')
    await open()
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    })
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  })
})
