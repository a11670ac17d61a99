import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { DecisionFeed } from '@/features/decisions/DecisionFeed'
import { deskAnswers, draw, PATHS } from '../desk'
import { aSummary } from '../shapes/decisions'
import { NOW } from '../shapes/prices'
import { aSchedule } from '../shapes/status'

const said = (reasoning: string, answer: string, is_over = false) => ({
  type: 'decision_stream',
  data: { model: 'deepseek-chat', started_at: NOW, reasoning, answer, is_over },
  timestamp: NOW,
})

async function feed() {
  const decisions = { body: { items: [], next_cursor: null } }
  deskAnswers({ [PATHS.decisions]: decisions, [PATHS.scheduler]: { body: aSchedule() } })
  const page = await draw(<DecisionFeed />)
  await screen.findByText('No decision yet')
  page.accept()
  return page
}

describe('what the model says while it answers', () => {
  it('is shown as it comes, the answer in place of the reasoning', async () => {
    const { hear } = await feed()
    hear(said('RSI is high', ''))
    expect(screen.getByTestId('thinking').textContent).toContain('deepseek-chat is thinking')
    expect(screen.getByTestId('thinking').textContent).toContain('RSI is high')
    hear(said('RSI is high', '{"decisions"'))
    expect(screen.getByTestId('thinking').textContent).toContain('{"decisions"')
  })

  it.each([
    ['with its end', said('', '{}', true)],
    ['with the decision', { type: 'decision_update', seq: 1, data: aSummary(), timestamp: NOW }],
  ])('is gone %s', async (_, frame) => {
    const { hear } = await feed()
    hear(said('hm', ''), frame)
    expect(screen.queryByTestId('thinking')).toBeNull()
  })

  it('is gone when the connection is', async () => {
    const { hear, drop } = await feed()
    hear(said('hm', ''))
    drop()
    expect(screen.queryByTestId('thinking')).toBeNull()
  })

  it('is text, never markup, and only its end where it is long', async () => {
    const { hear } = await feed()
    hear(said(`start${'x'.repeat(2000)}<b>end</b>`, ''))
    const { textContent } = screen.getByTestId('thinking')
    expect(textContent).toContain('<b>end</b>')
    expect(textContent).not.toContain('start')
  })
})
