import { expect, it } from 'vitest'
import { chartPoints } from '@/charts/points'

it('gives a chart rising seconds, the last point of each, and nothing that is no number', () => {
  const curve = [
    { time: '1970-01-01T00:00:02.000Z', equity: '3' },
    { time: '1970-01-01T00:00:01.100Z', equity: '1' },
    { time: '1970-01-01T00:00:01.900Z', equity: '2' },
    { time: 'never', equity: '9' },
    { time: '1970-01-01T00:00:03.000Z', equity: 'NaN' },
  ]
  expect(chartPoints(curve)).toEqual([
    { at: 1000, value: 2 },
    { at: 2000, value: 3 },
  ])
})
