import { expect, it } from 'vitest'
import { sumOf } from '@/format/sum'

it.each([
  [[], '0'],
  [['0.1', '0.2'], '0.3'],
  [['4827.16', '-39.175'], '4787.985'],
  [['-0.5', '0.25'], '-0.25'],
  [['12345678901234567890.1', '0.01'], '12345678901234567890.11'],
])('adds %s to the last digit', (amounts, sum) => {
  expect(sumOf(amounts)).toBe(sum)
})

it('knows no sum of what it does not know', () => {
  expect(sumOf(['1', null])).toBeNull()
  expect(sumOf(['NaN'])).toBeNull()
})
