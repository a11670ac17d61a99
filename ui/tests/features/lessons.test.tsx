import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { Shapes } from '@/api/client'
import { LessonsPanel } from '@/features/decisions/LessonsPanel'
import { deskAnswers, draw, PATHS, wishes } from '../desk'
import { NOW } from '../shapes/prices'

const aLesson = (given: Partial<Shapes['LessonView']> = {}): Shapes['LessonView'] => ({
  id: 'l1',
  text: 'Chasing a spike lost.',
  source: 'reviewer',
  rule: 'chase',
  hits: 7,
  sample: 9,
  decisions: ['d-1'],
  learned_at: NOW,
  added_by: 'the desk',
  retired_at: null,
  retired_by: null,
  ...given,
})

function theDeskHas(items: object[], more: Parameters<typeof deskAnswers>[0] = {}) {
  deskAnswers({ [PATHS.lessons]: { body: { items, next_cursor: null } }, ...more })
}

describe('the lessons', () => {
  it('say what they were counted from, and lead to those decisions', async () => {
    theDeskHas([aLesson()])
    await draw(<LessonsPanel />)
    expect(await screen.findByText('counted: 7 of 9')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'why' }).getAttribute('href')).toBe('/decisions/d-1')
  })

  it('are added in the words and under the name of a person', async () => {
    theDeskHas([], { [`POST ${PATHS.lessons}`]: { status: 201, body: aLesson() } })
    await draw(<LessonsPanel />)
    await userEvent.type(await screen.findByLabelText('Add a lesson'), 'Wait for the retest.')
    await userEvent.type(screen.getByLabelText('Your name'), 'ann')
    await userEvent.click(screen.getByRole('button', { name: 'Add the lesson' }))
    await expect
      .poll(() => wishes())
      .toEqual([
        { method: 'POST', path: PATHS.lessons, body: { text: 'Wait for the retest.', by: 'ann' } },
      ])
  })

  it('are retired only after a question that says what that does', async () => {
    theDeskHas([aLesson()], { [`DELETE ${PATHS.lessons}/l1`]: { body: aLesson() } })
    await draw(<LessonsPanel />)
    await userEvent.click(await screen.findByRole('button', { name: 'Retire…' }))
    const dialog = within(screen.getByRole('dialog'))
    expect(document.activeElement).toBe(dialog.getByRole('button', { name: 'Keep it' }))
    expect(dialog.getByText(/its rule is counted no more/)).toBeTruthy()
    await userEvent.click(dialog.getByRole('button', { name: 'Retire it' }))
    await expect
      .poll(() => wishes().map(({ method, path }) => [method, path]))
      .toEqual([['DELETE', `${PATHS.lessons}/l1`]])
  })
})
