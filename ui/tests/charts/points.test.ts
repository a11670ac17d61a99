import { expect, it } from 'vitest'
import { chartPoints } from '@/charts/points'

it('gives a chart rising seconds, the last point of each, and gaps where nothing is known', () => {
  const rows = [
    { time: '1970-01-01T00:00:02.000Z', value: '3' },
    { time: '1970-01-01T00:00:01.100Z', value: '1' },
    { time: '1970-01-01T00:00:01.900Z', value: '2' },
    { time: 'never', value: '9' },
    { time: '1970-01-01T00:00:03.000Z', value: null },
  ]
  const found = chartPoints(rows, ({ value }) => (value === null ? null : Number(value)))
  expect(found).toEqual([
    { at: 1000, value: 2 },
    { at: 2000, value: 3 },
    { at: 3000, value: null },
  ])
})
