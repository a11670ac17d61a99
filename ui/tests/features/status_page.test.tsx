import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { ModelsPanel } from '@/features/system/ModelsPanel'
import { SchedulePanel } from '@/features/system/SchedulePanel'
import { StatusPage } from '@/features/system/StatusPage'
import { deskAnswers, draw, PATHS, wishes } from '../desk'
import { aUsage } from '../shapes/chain'
import { aSchedule, aStatus } from '../shapes/status'

const RELEASE = `${PATHS.models}/safe-mode-release`

const use = {
  model: 'lab-rules',
  calls: 12,
  failed_calls: 1,
  prompt_tokens: 20_000,
  cached_tokens: 5_000,
  completion_tokens: 900,
  cost_usd: '0.1234',
  unpriced_calls: 2,
}

it('shows what every model was used for, and which cost is not known', async () => {
  const usage = aUsage({ uses: [use], spent_usd: '0.1234', daily_budget_usd: '5' })
  deskAnswers({ [PATHS.models]: { body: usage } })
  await draw(<ModelsPanel />)
  const table = await screen.findByRole('region', { name: 'Use of every model today' })
  expect(within(table).getByText('5,000 (25%)')).toBeTruthy()
  expect(within(table).getByText('+ 2 of unknown price')).toBeTruthy()
  expect(screen.getByText(/of 5\.00 USD/)).toBeTruthy()
})

it('says that no model was asked, and that there is no budget', async () => {
  deskAnswers({ [PATHS.models]: { body: aUsage() } })
  await draw(<ModelsPanel />)
  expect(await screen.findByText('No model was asked today')).toBeTruthy()
  expect(screen.getByText(/no budget is set/)).toBeTruthy()
})

it('says what the desk says when the use is not known', async () => {
  const problem = { title: 'Unavailable', detail: 'The database does not answer.' }
  deskAnswers({ [PATHS.models]: { status: 503, body: problem } })
  await draw(<ModelsPanel />)
  expect((await screen.findByRole('alert')).textContent).toContain(problem.detail)
})

it('releases safe mode only after a question', async () => {
  const reason = '3 decisions in a row failed'
  const usage = aUsage({ safe_mode: true, failed_decisions: 3, manage_only: [reason] })
  deskAnswers({ [PATHS.models]: { body: usage }, [RELEASE]: { body: aUsage() } })
  await draw(<ModelsPanel />)
  expect(await screen.findByText(reason)).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Release safe mode…' }))
  expect(wishes()).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Release' }))
  await waitFor(() => expect(wishes()[0]?.body).toEqual({ by: 'the operator' }))
})

it('says how many cycles are sat out, and which decision asked for it', async () => {
  const schedule = aSchedule({ paused_cycles_left: 2, paused_by: 'd-9' })
  deskAnswers({ [PATHS.scheduler]: { body: schedule } })
  await draw(<SchedulePanel />)
  expect(await screen.findByText('2 cycles are sat out')).toBeTruthy()
  expect(screen.getByRole('link', { name: 'why' }).getAttribute('href')).toBe('/decisions/d-9')
})

it('names settings that wait for acceptance, and what keeps the desk from opening', async () => {
  const settings = {
    ...aStatus().settings,
    waiting: ['trading.risk.max_leverage: 3 to 5'],
    needs_restart: ['web.port'],
  }
  const block = { cause: 'books' as const, symbol: null, reason: 'books differ', since: '' }
  deskAnswers({ [PATHS.status]: { body: aStatus({ settings, opening_blocks: [block] }) } })
  await draw(<StatusPage />)
  const waiting = await screen.findByRole('list', { name: 'Settings waiting for acceptance' })
  expect(waiting.textContent).toBe('trading.risk.max_leverage: 3 to 5')
  expect(screen.getByText('web.port')).toBeTruthy()
  expect(screen.getByText('books differ')).toBeTruthy()
})
