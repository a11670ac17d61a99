import { act, fireEvent, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { useKeyboard } from '@/design/keys'
import { DecisionsPage } from '@/features/decisions/DecisionsPage'
import { inQuery, readFilters } from '@/features/decisions/filters'
import { deskAnswers, draw, PATHS } from '../desk'
import { aUsage } from '../shapes/chain'
import { aDecision } from '../shapes/decisions'
import { aSchedule } from '../shapes/status'

// jsdom has no layout, so there is nothing to scroll.
Element.prototype.scrollIntoView = () => undefined

function theDeskHas(...items: unknown[]) {
  deskAnswers({
    [PATHS.decisions]: { body: { items, next_cursor: null } },
    [PATHS.scheduler]: { body: aSchedule() },
    [PATHS.models]: { body: aUsage() },
  })
}

const log = (onFilter = vi.fn(), filters = {}) => (
  <DecisionsPage filters={filters} symbols={['BTC-USDT-SWAP']} onFilter={onFilter} />
)

describe('the filters of the log', () => {
  it('are read from an address that anybody may have typed', () => {
    expect(
      readFilters({
        symbol: 'BTC-USDT-SWAP',
        action: 'pray',
        verdict: 'refused',
        outcome: 7,
        from: '2026-11-21',
        to: '21.11.2026',
        more: 'x',
      }),
    ).toEqual({ symbol: 'BTC-USDT-SWAP', verdict: 'refused', from: '2026-11-21' })
  })

  it('ask for whole days by UTC, the last one included', () => {
    expect(inQuery({ model: 'm', from: '2026-11-30', to: '2026-11-30' })).toEqual({
      model: 'm',
      since: '2026-11-30T00:00:00.000Z',
      until: '2026-12-01T00:00:00.000Z',
    })
  })

  it('are set and cleared one by one', async () => {
    theDeskHas(aDecision())
    const onFilter = vi.fn()
    await draw(log(onFilter, { outcome: 'blocked' }))
    await userEvent.selectOptions(await screen.findByLabelText('Symbol'), 'BTC-USDT-SWAP')
    expect(onFilter).toHaveBeenLastCalledWith({ outcome: 'blocked', symbol: 'BTC-USDT-SWAP' })
    await userEvent.selectOptions(screen.getByLabelText('Outcome'), 'any')
    expect(onFilter).toHaveBeenLastCalledWith({})
  })

  it('say that nothing matches, and not that there is nothing', async () => {
    theDeskHas()
    await draw(log(vi.fn(), { outcome: 'blocked' }))
    expect(await screen.findByText('No decision matches')).toBeTruthy()
  })
})

function Keyed() {
  useKeyboard()
  return log()
}

describe('the keys of the log', () => {
  it('go from one decision to the next and stop at the ends', async () => {
    theDeskHas(aDecision({ id: 'd-2' }), aDecision({ id: 'd-1' }))
    await draw(<Keyed />)
    const links = await screen.findAllByRole('link', { name: 'Whole chain' })
    const press = (key: string) => act(() => fireEvent.keyDown(document.body, { key }))
    for (const [key, at] of [
      ['j', 0],
      ['j', 1],
      ['j', 1],
      ['k', 0],
      ['k', 0],
    ] as const) {
      press(key)
      expect(document.activeElement).toBe(links[at])
    }
  })

  it('leave whoever types alone', async () => {
    theDeskHas(aDecision())
    await draw(<Keyed />)
    await screen.findByRole('link', { name: 'Whole chain' })
    const day = screen.getByLabelText('From (UTC)')
    day.focus()
    fireEvent.keyDown(day, { key: 'j' })
    expect(document.activeElement).toBe(day)
  })
})
