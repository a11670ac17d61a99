import { act, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { InertText } from '@/design/InertText'
import { Pnl } from '@/design/Pnl'
import { Price } from '@/design/Price'
import { theme, zone } from '@/design/preferences'
import { Time } from '@/design/Time'
import { useFlash } from '@/design/useFlash'

describe('a gain or loss', () => {
  it('says its direction by arrow, sign and color', () => {
    const { container } = render(<Pnl value="-12.4" />)
    expect(container.textContent).toBe('▼−12.40')
    expect(container.querySelector('[data-direction=down]')?.className).toContain('text-fall')
  })

  it('points nowhere when it is written as zero', () => {
    const { container } = render(<Pnl value="-0.001" />)
    expect(container.textContent).toBe('0.00')
    expect(container.querySelector('[data-direction=flat]')).toBeTruthy()
  })

  it('is a dash when unknown, in no direction', () => {
    const { container } = render(<Pnl value={null} />)
    expect(container.textContent).toBe('—')
    expect(container.querySelector('[data-direction]')).toBeNull()
  })
})

it('keeps the exact digits of a price in its tooltip', () => {
  render(<Price value="96543.2199" tickSize="0.1" />)
  expect(screen.getByTitle('96543.2199').textContent).toBe('96,543.2')
})

it('shows hostile text letter by letter', () => {
  const { container } = render(
    <InertText text={'<img src=x onerror="alert(1)"> [a](javascript:b)'} />,
  )
  expect(container.querySelector('img, a')).toBeNull()
  expect(container.textContent).toContain('<img src=x')
})

describe('preferences', () => {
  it('move every clock at once, and last', () => {
    const { container } = render(<Time of="2026-11-21T12:00:00.000Z" style="full" />)
    expect(container.textContent).toContain('UTC')
    act(() => zone.set('local'))
    expect(localStorage.getItem('tradewind.zone')).toBe('local')
    expect(container.querySelector('time')?.title).toBe('2026-11-21T12:00:00.000Z')
    act(() => zone.set('utc'))
  })

  it('leave the theme to the system unless one is chosen', () => {
    theme.set('light')
    expect(document.documentElement.dataset.theme).toBe('light')
    theme.set('system')
    expect(document.documentElement.dataset.theme).toBeUndefined()
  })
})

function Flashing({ value }: { value: number | null }) {
  return <div ref={useFlash(value)} data-testid="cell" />
}

describe('a flash', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  const flash = () => screen.getByTestId('cell').dataset.flash

  it('marks a move for a moment, and not the first value', () => {
    const { rerender } = render(<Flashing value={1} />)
    expect(flash()).toBeUndefined()
    rerender(<Flashing value={2} />)
    expect(flash()).toBe('up')
    vi.advanceTimersByTime(700)
    expect(flash()).toBeUndefined()
  })

  it('comes at most once a second', () => {
    const { rerender } = render(<Flashing value={1} />)
    rerender(<Flashing value={2} />)
    vi.advanceTimersByTime(800)
    rerender(<Flashing value={1} />)
    expect(flash()).toBeUndefined()
    vi.advanceTimersByTime(200)
    rerender(<Flashing value={0.5} />)
    expect(flash()).toBe('down')
  })

  it('is no answer to a value that becomes known', () => {
    const { rerender } = render(<Flashing value={null} />)
    rerender(<Flashing value={2} />)
    expect(flash()).toBeUndefined()
  })
})
