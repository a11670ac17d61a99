import { screen } from '@testing-library/react'
import axe from 'axe-core'
import { expect, it } from 'vitest'
import { Head } from '@/app/Head'
import { OverviewPage } from '@/app/OverviewPage'
import { StatusPage } from '@/features/system/StatusPage'
import { deskAnswers, draw, PATHS } from '../desk'
import { aPortfolio, theCurves } from '../shapes/account'
import { aDecision } from '../shapes/decisions'
import { anEntry, aRedis } from '../shapes/redis'
import { aSchedule, aStatus } from '../shapes/status'

it('leaves nothing for a screen reader to stumble over', async () => {
  deskAnswers({
    [PATHS.status]: { body: aStatus() },
    [PATHS.portfolio]: { body: aPortfolio() },
    [PATHS.curves]: { body: theCurves() },
    [PATHS.decisions]: { body: { items: [aDecision()], next_cursor: null } },
    [PATHS.scheduler]: { body: aSchedule() },
  })
  const { container } = await draw(
    <>
      <Head status={aStatus()} />
      <main>
        <OverviewPage />
      </main>
    </>,
  )
  await screen.findByTestId('decision-card')
  await screen.findAllByRole('rowheader')
  // Colors need a browser that paints.
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
})

it('leaves nothing on the status page either', async () => {
  deskAnswers({
    [PATHS.status]: { body: aStatus() },
    [PATHS.redis]: { body: aRedis() },
    [PATHS.log]: { body: { items: [anEntry(1)], next_cursor: null, unreadable: 0 } },
  })
  const { container } = await draw(
    <main>
      <StatusPage />
    </main>,
  )
  await screen.findByText('entry 1')
  await screen.findByText('Hit rate')
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
})

it('gives each page one heading of the first rank', async () => {
  deskAnswers({ [PATHS.status]: { body: aStatus() } })
  await draw(<StatusPage />)
  expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1)
})
