import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { cadence } from '@/features/decisions/DecideNow'
import { DecisionCard } from '@/features/decisions/DecisionCard'
import { DecisionFeed } from '@/features/decisions/DecisionFeed'
import { inShort } from '@/features/decisions/Proposals'
import { deskAnswers, draw, PATHS } from '../desk'
import { aDecision, anItem, aSummary } from '../shapes/decisions'
import { NOW } from '../shapes/prices'
import { aSchedule } from '../shapes/status'

const page = (...items: unknown[]) => ({ body: { items, next_cursor: null } })

describe('a decision card', () => {
  it('says why the desk was blocked, and that the model was not asked', async () => {
    const why = 'BNB-USDT-SWAP ticker is 95 s old, the limit is 60 s'
    const decision = aSummary({ outcome: 'blocked', why, items: [], latency_ms: null })
    await draw(<DecisionCard decision={decision} />)
    expect(screen.getByTestId('decision-why').textContent).toBe(why)
    expect(screen.getByText('model not asked')).toBeTruthy()
  })

  it('tells a skip without alarm, its moment by the clock of the page', async () => {
    const why = 'nothing has changed since 2026-11-21T12:00:05.514Z: no price moved'
    await draw(<DecisionCard decision={aSummary({ outcome: 'skipped', why, items: [] })} />)
    const said = screen.getByTestId('decision-why')
    expect(said.textContent).toBe(
      'nothing has changed since 21 Nov 2026, 12:00:05 UTC: no price moved',
    )
    expect(said.className).not.toContain('warn')
  })

  it('shows a refusal with its reason, and every verdict on demand', async () => {
    const item = anItem({
      is_approved: false,
      reason: 'notional above the cap',
      order_state: null,
      verdicts: [
        { gate: 'confidence', passed: true, is_observed: false, reason: 'fine' },
        { gate: 'notional_cap', passed: false, is_observed: false, reason: 'too much' },
      ],
    })
    await draw(<DecisionCard decision={aSummary({ items: [item] })} />)
    expect(screen.getAllByText('refused')[0]?.textContent).toBe('refused')
    expect(screen.getByTestId('refusal-reason').textContent).toBe('notional above the cap')
    const summary = screen.getByText(/1 of 2 gates passed/)
    expect(summary.closest('details')?.open).toBe(false)
    await userEvent.click(summary)
    expect(summary.closest('details')?.open).toBe(true)
    expect(screen.getByText('notional cap').textContent).toContain('refused')
  })

  it('tells a breach that was only observed from a refusal', async () => {
    const verdict = { gate: 'notional', passed: false, is_observed: true, reason: 'too much' }
    await draw(<DecisionCard decision={aSummary({ items: [anItem({ verdicts: [verdict] })] })} />)
    expect(screen.getByText('notional').textContent).toContain('breached, only observed')
  })

  it('calls nothing approved that was no trade', async () => {
    await draw(
      <DecisionCard
        decision={aSummary({ items: [anItem({ action: 'hold', order_state: null })] })}
      />,
    )
    expect(screen.queryByText('approved')).toBeNull()
  })

  it('shows what the model wrote as text, never as markup', async () => {
    const hostile = '<script>alert(1)</script><img src=x onerror=alert(1)>'
    const decision = aSummary({
      reasoning: hostile,
      items: [anItem({ rationale: hostile, reason: hostile })],
      unreadable: [{ excerpt: hostile, reason: 'unknown action' }],
    })
    const { container } = await draw(<DecisionCard decision={decision} />)
    expect(container.querySelector('script, img')).toBeNull()
    expect(screen.getAllByText(hostile)).toHaveLength(4)
  })

  it('shows an unknown cost as unknown', async () => {
    await draw(<DecisionCard decision={aSummary()} />)
    expect(screen.getByText('cost —')).toBeTruthy()
  })
})

it('tells in one line where the model left things as they are', () => {
  const items = [
    anItem({ action: 'hold' }),
    anItem({ action: 'no_entry', symbol: 'SOL-USDT-SWAP' }),
    anItem({ action: 'no_entry', symbol: 'XRP-USDT-SWAP' }),
  ]
  expect(inShort(items)).toBe('Hold BTC · no entry SOL, XRP')
})

describe('the decisions feed', () => {
  it('says that there is none yet', async () => {
    deskAnswers({ [PATHS.decisions]: page(), [PATHS.scheduler]: { body: aSchedule() } })
    await draw(<DecisionFeed />)
    expect(await screen.findByText('No decision yet')).toBeTruthy()
  })

  it('puts a pushed decision on top', async () => {
    deskAnswers({ [PATHS.decisions]: page(aDecision({ id: 'old' })) })
    const { accept, hear } = await draw(<DecisionFeed />)
    await screen.findByTestId('decision-card')
    accept()
    const data = aSummary({
      id: 'new',
      created_at: '2026-11-21T12:05:00.000Z',
      outcome: 'abstained',
    })
    hear({ type: 'decision_update', seq: 1, data, timestamp: NOW })
    const outcomes = () =>
      screen.getAllByTestId('decision-card').map((card) => card.dataset.outcome)
    await vi.waitFor(() => expect(outcomes()).toEqual(['abstained', 'decided']))
  })

  it('asks for a decision, and says what the desk answered', async () => {
    const answer = { accepted: true, queued: true, message: 'A cycle runs; one more follows.' }
    deskAnswers({
      [PATHS.decisions]: page(),
      [PATHS.scheduler]: { body: aSchedule({ is_running: true }) },
      [PATHS.trigger]: { status: 202, body: answer },
    })
    await draw(<DecisionFeed />)
    expect(await screen.findByText('deciding…')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Decide now' }))
    expect(await screen.findByText(answer.message)).toBeTruthy()
  })

  it('says why a decision could not be asked for', async () => {
    const refusal = { title: 'Too often', detail: 'Wait 2 s.' }
    deskAnswers({ [PATHS.decisions]: page(), [PATHS.trigger]: { status: 429, body: refusal } })
    await draw(<DecisionFeed />)
    await userEvent.click(screen.getByRole('button', { name: 'Decide now' }))
    expect(await screen.findByText('Wait 2 s.')).toBeTruthy()
  })
})

describe('the cadence', () => {
  const now = Date.parse(NOW)

  it.each([
    [aSchedule({ is_running: true }), 'deciding…'],
    [aSchedule({ next_at: '2026-11-21T12:00:47.000Z' }), 'next in 47 s'],
    [aSchedule({ next_at: NOW }), 'next cycle due'],
    [aSchedule({ next_at: null }), 'no cycle planned'],
  ])('is told in a few words', (schedule, words) => {
    expect(cadence(schedule, now)).toBe(words)
  })
})
