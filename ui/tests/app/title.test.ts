import { expect, it } from 'vitest'
import { nameOf, titleOf } from '@/app/title'

const CALM = {
  page: 'Orders',
  mode: 'simulator',
  stop: 'ACTIVE',
  isLost: false,
  unseen: 0,
} as const

it('names page and mode', () => {
  expect(titleOf(CALM)).toBe('Orders · simulator · Tradewind')
  expect(titleOf({ ...CALM, mode: undefined, stop: undefined })).toBe('Orders · Tradewind')
})

it('says first what was missed, and that the desk stands or cannot be heard', () => {
  expect(titleOf({ ...CALM, unseen: 2, stop: 'HALTED' })).toBe(
    '(2) ■ halted · Orders · simulator · Tradewind',
  )
  expect(titleOf({ ...CALM, stop: 'HALTED', isLost: true })).toContain('! not connected')
})

it.each([
  ['/', 'Overview'],
  ['/orders', 'Orders'],
  ['/market/BTC-USDT-SWAP', 'BTC'],
  ['/decisions/0f5c', 'One of Decisions'],
  ['/nowhere', 'No such page'],
])('calls %s %s', (path, name) => expect(nameOf(path)).toBe(name))
