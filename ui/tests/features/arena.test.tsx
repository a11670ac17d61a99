import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { expect, it, vi } from 'vitest'
import { ArenaPage } from '@/features/arena/ArenaPage'
import { type Row, sorted } from '@/features/arena/ranking'
import { deskAnswers, draw } from '../desk'
import { aCalibration, aHolder, anArena, aPromise, aRow, itsCurves } from '../shapes/arena'

// jsdom paints no canvas; what is drawn is seen in the browser.
vi.mock('@/charts/CurvesCanvas', () => ({
  default: ({ label }: { label: string }) => <div role="img" aria-label={label} />,
}))

const PLACE = '/internal/autotrade/v1'
const NOTHING = {
  [`${PLACE}/arena`]: { body: { items: [] } },
  [`${PLACE}/calibration`]: {
    body: aCalibration({
      ...{ count: 0, won: 0, brier_score: null, calibration_error: null, bins: [], trades: [] },
    }),
  },
  [`${PLACE}/risk-journal`]: { body: { items: [], next_cursor: null } },
}
const A_CURVE = `${PLACE}/arena/${'a'.repeat(64)}/curves`

function arenas(...items: ReturnType<typeof anArena>[]) {
  deskAnswers({
    ...NOTHING,
    [`${PLACE}/arena`]: { body: { items } },
    [A_CURVE]: { body: itsCurves() },
  })
}

async function board() {
  const table = await screen.findByRole('table', { name: /Leaderboard/ })
  const cells = (row: HTMLElement) => [
    within(row).getByRole('rowheader').textContent,
    ...within(row)
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  ]
  return () => within(table).getAllByTestId('contender').map(cells)
}

it('names the command while no arena was run, and what fills the rest', async () => {
  deskAnswers(NOTHING)
  await draw(<ArenaPage />)
  const empty = await screen.findByTestId('no-arena')
  expect(empty.textContent?.replace(/\s+/g, ' ')).toContain('tradewind arena --data FOLDER')
  expect(await screen.findByText(/No position that a decision opened has closed/)).toBeDefined()
  expect(await screen.findByText('No opening was approved yet')).toBeDefined()
})

it('ranks every contender with what a reader must know and how sure the figures are', async () => {
  arenas(anArena({ rows: [aRow({ label: 'it may have seen this period' }), aHolder()] }))
  await draw(<ArenaPage />)
  const [model, held] = (await board())()
  expect(model?.[0]).toBe('1model:m it may have seen this period')
  expect(model?.slice(1, 5)).toEqual([
    ...['10,900.40', '▲+9.00%', '2.500.50 to 4.50not distinguishable from buy and hold', '—'],
  ])
  expect(held?.[0]).toBe('2buy-and-hold baseline')
  expect(held?.[3]).toBe('1.00no interval: too few returns that differ')
  expect(screen.getByTitle('b'.repeat(64)).textContent).toBe('bbbbbbbbbbbb')
})

it('sorts by a figure, turns when pressed again, and keeps each rank', async () => {
  arenas(anArena({ rows: [aRow(), aHolder(), aRow({ contender: 'x', sharpe: 9 })] }))
  await draw(<ArenaPage />)
  const rows = await board()
  const names = () => rows().map(([name]) => name)
  const sharpe = screen.getByRole('button', { name: /Sharpe/ })

  await userEvent.click(sharpe)
  expect(names()).toEqual(['3x ', '1model:m ', '2buy-and-hold baseline'])
  expect(sharpe.closest('th')?.getAttribute('aria-sort')).toBe('descending')

  await userEvent.click(sharpe)
  expect(names()).toEqual(['2buy-and-hold baseline', '1model:m ', '3x '])
  expect(sharpe.closest('th')?.getAttribute('aria-sort')).toBe('ascending')
})

it('puts what is unknown last, whichever way is sorted', () => {
  const rows: Row[] = [3, null, 5].map((sortino, place) => ({ ...aRow({ sortino }), rank: place }))
  const order = (isDescending: boolean) =>
    sorted(rows, ({ sortino }) => sortino, isDescending).map(({ sortino }) => sortino)
  expect(order(true)).toEqual([5, 3, null])
  expect(order(false)).toEqual([3, 5, null])
})

it('draws the curves, and says so of an arena from before they were kept', async () => {
  arenas(anArena(), anArena({ run: 'c'.repeat(64), has_curves: false }))
  await draw(<ArenaPage />)
  const chart = { name: /Equity of the contenders: model:m \+9.00%, buy-and-hold —/ }
  expect(await screen.findByRole('img', chart)).toBeDefined()

  await userEvent.selectOptions(screen.getByLabelText('Run'), 'c'.repeat(64))
  expect(screen.getByText('This arena was run before curves were kept')).toBeDefined()
  expect(screen.getByRole('link', { name: 'As CSV' }).getAttribute('href')).toBe(
    `${PLACE}/arena/${'c'.repeat(64)}/leaderboard.csv`,
  )
})

it('sets stated confidence beside what was won and what was earned', async () => {
  deskAnswers({ ...NOTHING, [`${PLACE}/calibration`]: { body: aCalibration() } })
  await draw(<ArenaPage />)
  const table = await screen.findByRole('table', { name: /Bins of confidence/ })
  expect(within(table).getByRole('rowheader').textContent).toBe('80% to 90%')
  expect(
    within(table)
      .getAllByRole('cell')
      .map((cell) => cell.textContent),
  ).toEqual(['4', '80.0%', '75.0%', '30% to 95%', '▼−12.50', '▼−3.13'])
  expect(screen.getByRole('img', { name: /stated 80%, won 3 of 4/ })).toBeDefined()
  expect(screen.getByRole('img', { name: /80% to 90%: −3.13 a trade, 4 trades/ })).toBeDefined()
})

it('flags losses beyond their forecast, in money and in R, page by page', async () => {
  const beyond = aPromise(2, {
    ...{ verdict: 'exceeded', max_adverse: '131.25', worst_r: '1.5441' },
    ...{ net_pnl: '-126.4', result_r: '-1.4871', close_purpose: 'stop' },
  })
  const second = { body: { items: [beyond], next_cursor: null } }
  deskAnswers({
    ...NOTHING,
    [`${PLACE}/risk-journal`]: {
      body: {
        items: [aPromise(1, { verdict: null, net_pnl: null, result_r: null })],
        next_cursor: '1',
      },
      next: { [`${PLACE}/risk-journal`]: second },
    },
  })
  await draw(<ArenaPage />)
  expect(await screen.findByText('not over')).toBeDefined()
  await userEvent.click(screen.getByRole('button', { name: 'Earlier openings' }))

  const row = (await screen.findByText('beyond forecast')).closest('tr')
  expect(row?.textContent).toContain('85.00131.251.54')
  expect(row?.textContent).toContain('▼−126.40▼−1.49stop')
  expect(screen.getByText('went beyond it: 1')).toBeDefined()
  expect(screen.getAllByRole('link', { name: 'why' })[1]?.getAttribute('href')).toBe(
    '/decisions/d2',
  )
})

it('leaves nothing for a screen reader to stumble over', async () => {
  deskAnswers({
    [`${PLACE}/arena`]: { body: { items: [anArena()] } },
    [A_CURVE]: { body: itsCurves() },
    [`${PLACE}/calibration`]: { body: aCalibration() },
    [`${PLACE}/risk-journal`]: { body: { items: [aPromise(1)], next_cursor: null } },
  })
  const { container } = await draw(
    <main>
      <ArenaPage />
    </main>,
  )
  await screen.findByRole('img', { name: /Equity of the contenders/ })
  await screen.findByText('within forecast')
  await screen.findByRole('table', { name: /Bins of confidence/ })
  // Colors need a browser that paints.
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
})
