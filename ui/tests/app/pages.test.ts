import { expect, it } from 'vitest'
import { PAGES } from '@/app/pages'
import { router } from '@/app/router'

it('gives each page an address and a key of its own', () => {
  expect(new Set(PAGES.map(({ to }) => to)).size).toBe(PAGES.length)
  expect(new Set(PAGES.map(({ key }) => key)).size).toBe(PAGES.length)
})

it('lists only pages that the router knows', () => {
  const known = new Set(Object.keys(router.routesByPath))
  expect(PAGES.map(({ to }) => to).filter((to) => !known.has(to))).toEqual([])
})

it.each([
  ['/dashboard', '/'],
  ['/positions', '/orders'],
])('leads the older address %s to %s', async (from, to) => {
  await router.navigate({ to: from })
  expect(router.state.location.pathname).toBe(to)
})
