import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Head } from '@/app/Head'
import { Overlays } from '@/app/Overlays'
import { show } from '@/app/overlay'
import { PAGES } from '@/app/pages'
import { Tour } from '@/app/Tour'
import { Notices } from '@/design/Notices'
import { dismiss, notify } from '@/design/notify'
import { letterKeys, theme, tour } from '@/design/preferences'
import { deskAnswers, draw, PATHS, wishes } from '../desk'
import { aDecision } from '../shapes/decisions'
import { aStatus } from '../shapes/status'

beforeEach(() => {
  localStorage.clear()
  deskAnswers({
    [PATHS.status]: { body: aStatus() },
    [PATHS.decisions]: { body: { items: [aDecision()], next_cursor: null } },
    [`POST ${PATHS.trigger}`]: { body: { queued: false, message: 'A cycle starts.' } },
  })
})

afterEach(() => {
  show(null)
  theme.set('system')
  letterKeys.set('on')
  tour.set('due')
})

const press = (key: string, more: object = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more })
const find = async (typed: string) => {
  press('k', { code: 'KeyK', ctrlKey: true })
  await userEvent.type(await screen.findByRole('combobox'), typed)
}
const options = () => screen.getAllByRole('option').map(({ textContent }) => textContent)

describe('the palette', () => {
  it.each([
    ['stat', 'Status'],
    ['btc', 'BTC'],
    ['d-1', 'Decision of'],
    ['dark', 'Theme: Dark'],
  ])('finds by %j what is called %j', async (typed, title) => {
    await draw(<Overlays />)
    press('k', { code: 'KeyK', metaKey: true })
    await waitFor(() => expect(screen.getAllByRole('option').length).toBeGreaterThan(20))
    await userEvent.type(screen.getByRole('combobox'), typed)
    expect(options()[0]).toContain(title)
  })

  it('does what Enter was pressed on, closes, and offers it first the next time', async () => {
    await draw(<Overlays />)
    await find('light')
    await userEvent.keyboard('{Enter}')
    expect(theme.current()).toBe('light')
    expect(screen.queryByRole('dialog')).toBeNull()
    press('k', { code: 'KeyK', ctrlKey: true })
    await screen.findByRole('combobox')
    expect(options()[0]).toContain('RecentTheme: Light')
  })

  it('walks with the arrows, around the ends', async () => {
    await draw(<Overlays />)
    await find('theme')
    const input = screen.getByRole('combobox')
    const chosen = () => screen.getByRole('option', { selected: true }).id
    await waitFor(() => expect(input.getAttribute('aria-activedescendant')).toBe(chosen()))
    await userEvent.keyboard('{ArrowUp}')
    expect(screen.getByRole('option', { selected: true })).toBe(
      screen.getAllByRole('option').at(-1),
    )
    expect(input.getAttribute('aria-activedescendant')).toBe(chosen())
  })

  it('asks for a decision and says what came of it', async () => {
    await draw(
      <>
        <Overlays />
        <Notices />
      </>,
    )
    await find('decide now{Enter}')
    const notice = await screen.findByTestId('notice')
    expect(notice.textContent).toContain('A cycle starts.')
    expect(wishes()[0]?.path).toBe(PATHS.trigger)
    await userEvent.click(within(notice).getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByTestId('notice')).toBeNull()
  })

  it('opens a decision by its whole id', async () => {
    await draw(<Overlays />)
    await find('0f5c1d0c-3a52')
    expect(options()).toEqual([expect.stringContaining('Decision 0f5c1d0c-3a52')])
  })
})

describe('keys', () => {
  it('are all on the sheet that ? opens', async () => {
    await draw(<Overlays />)
    press('?')
    const sheet = await screen.findByRole('dialog', { name: 'Keys' })
    for (const { title } of PAGES) expect(within(sheet).getByText(`Go to ${title}`)).toBeTruthy()
  })

  it('do nothing while somebody types, or is asked something', async () => {
    await draw(
      <>
        <input aria-label="field" />
        <Overlays />
      </>,
    )
    await userEvent.type(screen.getByLabelText('field'), '?')
    expect(screen.queryByRole('dialog')).toBeNull()
    act(() => screen.getByLabelText('field').blur())
    press('?')
    await screen.findByRole('dialog', { name: 'Keys' })
    press('k', { code: 'KeyK', ctrlKey: true })
    expect(screen.queryByRole('combobox')).toBeNull()
  })

  it('that are letters can be turned off; the others stay', async () => {
    letterKeys.set('off')
    await draw(<Overlays />)
    press('?')
    expect(screen.queryByRole('dialog')).toBeNull()
    press('k', { code: 'KeyK', ctrlKey: true })
    expect(await screen.findByRole('dialog')).toBeTruthy()
  })
})

describe('the preferences', () => {
  it('open by a button, close by Escape, and give the focus back', async () => {
    await draw(<Head status={aStatus()} />)
    const button = screen.getByRole('button', { name: 'Preferences' })
    await userEvent.click(button)
    await userEvent.click(screen.getByLabelText('Dark'))
    expect(document.documentElement.dataset.theme).toBe('dark')
    await userEvent.keyboard('{Escape}')
    expect(screen.queryByLabelText('Dark')).toBeNull()
    expect(document.activeElement).toBe(button)
  })
})

describe('the first look', () => {
  it('says in three steps what is simulated, how a decision reads, how to stop, and is remembered', async () => {
    await draw(<Tour status={aStatus()} />)
    expect(screen.getByText(/No money is involved/)).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect(await screen.findByRole('link', { name: 'Read the newest one' })).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Next step' }))
    expect(screen.getByText('tradewind halt')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Begin' }))
    expect(localStorage.getItem('tradewind.tour')).toBe('seen')
  })

  it('ends by Escape', async () => {
    await draw(<Tour status={undefined} />)
    press('Escape')
    expect(tour.current()).toBe('seen')
  })
})

describe('a notice', () => {
  beforeEach(() => void vi.useFakeTimers({ shouldAdvanceTime: true }))
  afterEach(() => void vi.useRealTimers())

  it('goes by itself, but a problem stays, in a polite region', async () => {
    await draw(<Notices />)
    act(() => {
      notify({ text: 'It was canceled.' })
      notify({ text: 'It failed.', isProblem: true })
    })
    expect(screen.getByText('It was canceled.').closest('[role=status]')).toBeTruthy()
    act(() => void vi.advanceTimersByTime(8_000))
    expect(screen.queryByText('It was canceled.')).toBeNull()
    expect(screen.getByText('It failed.')).toBeTruthy()
    act(() => screen.getByRole('button', { name: 'Dismiss' }).click())
  })

  it('takes the act back once', async () => {
    await draw(<Notices />)
    const undo = vi.fn()
    act(() => notify({ text: 'Changed.', undo }))
    act(() => screen.getByRole('button', { name: 'Undo' }).click())
    expect(undo).toHaveBeenCalledTimes(1)
    expect(screen.queryByText('Changed.')).toBeNull()
    act(() => dismiss(0))
  })
})
