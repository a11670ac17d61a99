import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { HistoryPanel } from '@/app/HistoryPanel'
import { deskAnswers, draw, PATHS } from '../desk'
import { aStatus } from '../shapes/status'

const nothing = { items: [], next_cursor: null }

async function drawAt(search = '') {
  deskAnswers({
    [PATHS.status]: { body: aStatus() },
    [PATHS.orders]: { body: nothing },
    '/api/fills': { body: nothing },
  })
  return draw(<HistoryPanel />, `/${search}`)
}

const csv = () => screen.getByRole('link', { name: /CSV/ }).getAttribute('href') ?? ''

it('is filtered by what the address says', async () => {
  await drawAt('?state=filled&side=sell&from=2026-11-20&to=2026-11-20')
  expect(await screen.findByLabelText<HTMLSelectElement>('State')).toMatchObject({
    value: 'filled',
  })
  expect(screen.getByLabelText('Direction')).toMatchObject({ value: 'sell' })
  const asked = new URLSearchParams(csv().split('?')[1])
  expect(Object.fromEntries(asked)).toMatchObject({
    side: 'sell',
    state: 'filled',
    since: '2026-11-20T00:00:00.000Z',
    before: '2026-11-21T00:00:00.000Z',
  })
})

it('writes what is chosen into the address, and takes it out again', async () => {
  const { address } = await drawAt()
  await userEvent.selectOptions(await screen.findByLabelText('State'), 'canceled')
  await waitFor(() => expect(address()).toEqual({ state: 'canceled' }))
  await userEvent.click(screen.getByRole('button', { name: 'Show all' }))
  await waitFor(() => expect(address()).toEqual({}))
})

it('keeps the days and drops the state when another list is shown', async () => {
  const { address } = await drawAt('?state=filled&from=2026-11-20')
  await userEvent.click(await screen.findByRole('radio', { name: 'Fills' }))
  await waitFor(() => expect(address()).toEqual({ list: 'fills', from: '2026-11-20' }))
  expect(screen.queryByLabelText('State')).toBeNull()
  expect(csv()).toMatch(/^\/api\/fills\.csv\?since=/)
})
