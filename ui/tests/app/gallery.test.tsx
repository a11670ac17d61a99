import { readdirSync } from 'node:fs'
import { screen } from '@testing-library/react'
import axe from 'axe-core'
import { expect, it } from 'vitest'
import { GalleryPage, SPECIMENS } from '@/app/gallery/GalleryPage'
import { deskAnswers, draw } from '../desk'

it('shows every file of the design', () => {
  const files = readdirSync('src/design')
  expect(SPECIMENS.map(({ file }) => file).sort()).toEqual(files.sort())
})

it('draws every state in dark and in light, with nothing for a screen reader to stumble over', async () => {
  deskAnswers({})
  const { container } = await draw(
    <main>
      <GalleryPage />
    </main>,
  )
  expect(screen.getAllByText('The answer.')).toHaveLength(2)
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
}, 120_000)
