import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { CancelAll } from '@/features/orders/CancelAll'
import { deskAnswers, draw, PATHS, wishes } from '../desk'
import { anOrder } from '../shapes/chain'

const many = (count: number) =>
  Array.from({ length: count }, (_, place) => anOrder({ id: `tw${place}` }))
const path = (id: string) => `${PATHS.orders}/${id}`

async function cancelAllOf(orders: ReturnType<typeof many>) {
  await draw(<CancelAll orders={orders} />)
  await userEvent.click(await screen.findByRole('button', { name: 'Cancel all…' }))
  expect(document.activeElement?.textContent).toBe('Keep them')
  expect(wishes()).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: /^Cancel \d+ order/ }))
  return screen.findByRole('list', { name: 'What becomes of each' })
}

describe('canceling all', () => {
  it('leaves what protects a position, and says so', async () => {
    deskAnswers({ [path('tw0')]: { body: anOrder({ id: 'tw0', state: 'canceled' }) } })
    await draw(<CancelAll orders={[...many(1), anOrder({ id: 'stop', purpose: 'stop' })]} />)
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel all…' }))
    expect(screen.getByText('1 stop or target stays: it protects a position.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Cancel 1 order' }))
    expect(await screen.findByText('order canceled')).toBeTruthy()
    expect(wishes()).toMatchObject([{ method: 'DELETE', path: path('tw0') }])
  })

  it('asks for eight at a time and no more', async () => {
    const orders = many(10)
    deskAnswers(Object.fromEntries(orders.map(({ id }) => [path(id), 'never'])))
    const list = await cancelAllOf(orders)
    await waitFor(() => expect(within(list).getAllByText('asking the venue…')).toHaveLength(8))
    expect(within(list).getAllByText('waiting')).toHaveLength(2)
    expect(wishes()).toHaveLength(8)
  })

  it('follows a cancel that the venue has not confirmed until it has', async () => {
    const pending = anOrder({ id: 'tw0', state: 'pending_cancel' })
    deskAnswers({
      [`DELETE ${path('tw0')}`]: {
        status: 202,
        body: pending,
        next: { [path('tw0')]: { body: anOrder({ id: 'tw0', state: 'canceled' }) } },
      },
    })
    const list = await cancelAllOf(many(1))
    expect(await within(list).findByText('order canceled')).toBeTruthy()
  })

  it('names why one stays, does the others, and asks again for that one alone', async () => {
    deskAnswers({
      [path('tw0')]: {
        status: 409,
        body: { title: 'Refused', detail: 'Nothing rests: the order is filled.' },
      },
      [path('tw1')]: { body: anOrder({ id: 'tw1', state: 'canceled' }) },
    })
    const list = await cancelAllOf(many(2))
    expect(await within(list).findByText(/Nothing rests: the order is filled/)).toBeTruthy()
    expect(await within(list).findByText('order canceled')).toBeTruthy()
    await userEvent.click(await screen.findByRole('button', { name: 'Ask again for 1' }))
    await waitFor(() =>
      expect(wishes().map((wish) => wish.path)).toEqual(['tw0', 'tw1', 'tw0'].map(path)),
    )
  })
})
