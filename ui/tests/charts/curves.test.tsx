import { readFileSync } from 'node:fs'
import { render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { CurvesChart } from '@/charts/CurvesChart'
import { type Curve, inUnit, spread, styled, valueAt } from '@/charts/curves'

// jsdom paints no canvas; what is drawn is seen in the browser.
vi.mock('@/charts/CurvesCanvas', () => ({
  default: ({ curves, label }: { curves: Curve[]; label: string }) => (
    <div role="img" aria-label={label}>
      {curves.map(({ name }) => name).join(' ')}
    </div>
  ),
}))

const RULE: Curve = {
  name: 'rule',
  points: [
    { at: 1000, value: 100 },
    { at: 3000, value: null },
    { at: 5000, value: 150 },
  ],
}
const HELD: Curve = {
  name: 'buy-and-hold',
  isBaseline: true,
  points: [
    { at: 1000, value: 200 },
    { at: 5000, value: 190 },
  ],
}

const draw = () =>
  render(<CurvesChart curves={[RULE, HELD]} label="Equity of two" currency="USDT" />)

it('knows a value from its point to the next, and none before, after or where it is unknown', () => {
  expect([0, 1000, 2999, 3000, 5000, 5001].map((at) => valueAt(RULE, at))).toEqual([
    ...[null, 100, 100, null, 150, null],
  ])
})

it('counts percent from the start of each curve, and none from a start of nothing', () => {
  expect(inUnit(RULE, 150, 'percent')).toBe(50)
  expect(inUnit({ ...RULE, start: 300 }, 150, 'percent')).toBe(-50)
  expect(inUnit({ name: 'empty', points: [] }, 150, 'percent')).toBeNull()
  expect(inUnit(RULE, null, 'money')).toBeNull()
})

it('thins moments evenly and keeps both ends', () => {
  expect(spread([1, 2, 3, 4, 5, 6, 7], 3)).toEqual([1, 4, 7])
  expect(spread([1, 2], 3)).toEqual([1, 2])
})

it('tells curves apart by letter, by dash and by color, and baselines by dots', () => {
  const looks = styled([RULE, HELD, { ...RULE, name: 'other' }])
  expect(looks.map(({ letter, dash, ink }) => `${letter} ${dash} ${ink}`)).toEqual([
    ...['A solid series-1', 'B dotted series-2', 'C dashed series-3'],
  ])
})

it('draws a curve solid that goes up and down too often for dashes', () => {
  const wild = Array.from({ length: 40 }, (_, at) => ({
    at: at * 1000,
    value: 100 + (at % 2) * 30,
  }))
  const looks = styled([RULE, HELD, { ...HELD, name: 'wild', points: wild }])
  expect(looks.map(({ dash }) => dash)).toEqual(['solid', 'dotted', 'solid'])
})

it('writes the last figure of each curve beside its switch, in percent or in money', async () => {
  draw()
  const rule = screen.getByRole('button', { name: /rule/ })
  expect(rule).toHaveProperty('textContent', 'Arule+50.00%')
  await userEvent.click(screen.getByRole('radio', { name: 'Money' }))
  expect(rule).toHaveProperty('textContent', 'Arule150.00')
})

it('switches a curve off and on', async () => {
  draw()
  const chart = await screen.findByRole('img', { name: /Equity of two: rule \+50.00%/ })
  const held = screen.getByRole('button', { name: /buy-and-hold/ })
  expect(held.getAttribute('aria-pressed')).toBe('true')

  await userEvent.click(held)
  expect(held.getAttribute('aria-pressed')).toBe('false')
  expect(chart.textContent).toBe('rule')

  await userEvent.click(held)
  expect(chart.textContent).toBe('rule buy-and-hold')
})

it('has a table of the same figures, unknown ones as a dash', () => {
  draw()
  const table = screen.getByRole('table', { name: 'Equity of two, newest first' })
  const cells = within(table)
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    )
  expect(cells).toEqual([
    ['+50.00%', '−5.00%'],
    ['—', '0.00%'],
    ['0.00%', '0.00%'],
  ])
})

it('draws no chart of a single moment', () => {
  render(<CurvesChart curves={[{ name: 'a', points: [] }]} label="Equity" currency="USDT" />)
  expect(screen.getByText('No curve to draw yet')).toBeDefined()
})

it('gives every curve a color that holds 3:1 on every ground, dark and light', () => {
  const css = readFileSync('src/design/design.css', 'utf8')
  const pair = (name: string) =>
    new RegExp(`--color-${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(css)?.slice(1) ?? []
  const grounds = ['surface', 'raised'].map(pair)
  for (const place of [1, 2, 3, 4, 5, 6, 7, 8]) {
    pair(`series-${place}`).forEach((ink, side) => {
      for (const ground of grounds) expect(contrast(ink, ground[side] ?? '')).toBeGreaterThan(3)
    })
    expect(pair(`series-${place}`)).toHaveLength(2)
  }
})

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((from) => {
    const part = Number.parseInt(color.slice(from, from + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
