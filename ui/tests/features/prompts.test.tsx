import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import type { Shapes } from '@/api/client'
import { PromptsPanel } from '@/features/prompts/PromptsPanel'
import { deskAnswers, draw, PATHS, wishes } from '../desk'

const PREVIEW = `POST ${PATHS.prompts}/preview`

const aVersion = (given: Partial<Shapes['PromptView']> = {}): Shapes['PromptView'] => ({
  version: 'v2',
  is_shipped: true,
  is_in_force: true,
  sha256: 'ab'.repeat(32),
  system: 'Be careful.',
  user: 'Now: $as_of',
  slots: ['as_of'],
  refusal: null,
  diff: '--- a\n+++ b\n@@ -1 +1 @@\n-Be bold.\n+Be careful.\n',
  ...given,
})

const slots = [{ name: 'as_of', kind: 'moment', is_required: false }]

function theDeskHas(preview: object, ...items: object[]) {
  deskAnswers({ [PATHS.prompts]: { body: { items, slots } }, [PREVIEW]: { body: preview } })
}

const filled = { system: 'Be careful.', user: 'Now: 12:00', estimated_tokens: 1234, problems: [] }

describe('the prompts', () => {
  it('say which version is in force, what each changes, and why one is refused', async () => {
    const mine = aVersion({
      version: 'mine',
      is_shipped: false,
      is_in_force: false,
      refusal: 'user.mine.md: unknown slot $balance',
      system: null,
      user: null,
      sha256: null,
      slots: [],
      diff: '',
    })
    theDeskHas(filled, aVersion(), mine)
    const { container } = await draw(<main>{<PromptsPanel />}</main>)
    const shipped = within(await screen.findByTestId('prompt-v2'))
    expect(shipped.getByText('in force')).toBeTruthy()
    expect(shipped.getByText('+Be careful.').textContent).toBe('added: +Be careful.')
    const own = within(screen.getByTestId('prompt-mine'))
    expect(own.getByText('user.mine.md: unknown slot $balance')).toBeTruthy()
    expect(own.queryByRole('button')).toBeNull()
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false } },
    })
    expect(violations.map(({ id }) => id)).toEqual([])
  })

  it('show a draft as a model would read it, with its tokens', async () => {
    theDeskHas(filled, aVersion())
    await draw(<PromptsPanel />)
    await userEvent.click(await screen.findByRole('button', { name: 'Draft from it' }))
    expect(await screen.findByText('About 1,234 tokens at each decision.')).toBeTruthy()
    expect(screen.getByText('Now: 12:00')).toBeTruthy()
    await userEvent.type(screen.getByLabelText('System part'), ' Always.')
    await expect
      .poll(() => wishes().at(-1)?.body, { timeout: 10_000 })
      .toEqual({ system: 'Be careful. Always.', user: 'Now: $as_of' })
  })

  it('say what is wrong with a draft that cannot be filled', async () => {
    const problems = ['missing slot $document']
    theDeskHas({ system: null, user: null, estimated_tokens: null, problems }, aVersion())
    await draw(<PromptsPanel />)
    await userEvent.click(await screen.findByRole('button', { name: 'Draft from it' }))
    expect(await screen.findByText('missing slot $document')).toBeTruthy()
    expect(screen.getByText('It cannot be filled.')).toBeTruthy()
  })
})
