import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { ChangesPanel } from '@/features/settings/ChangesPanel'
import { FilePanel } from '@/features/settings/FilePanel'
import { LIMITS } from '@/features/settings/groups'
import { StandingPanel } from '@/features/settings/StandingPanel'
import { formatValue, parse, rangeOf } from '@/features/settings/values'
import { deskAnswers, draw, wishes } from '../desk'
import { A_SHARE, aChange, aDocument, aPreview, aRecordedChange, aSetting } from '../shapes/config'
import { aStatus } from '../shapes/status'

const PLACE = '/api/config'
const standing = aStatus().settings
const uses = {
  as_of: standing.in_force_since,
  items: [
    { key: 'risk.max_leverage', used: '2', what: 'the highest held' },
    { key: 'risk.max_notional_share', used: null, what: 'the largest position' },
  ],
}

function theDeskSays(more: Parameters<typeof deskAnswers>[0] = {}) {
  deskAnswers({
    [`${PLACE}/trading`]: { body: aDocument() },
    [`${PLACE}/usage`]: { body: uses },
    [`${PLACE}/history`]: { body: { items: [], next_cursor: null } },
    ...more,
  })
}

const limits = () =>
  draw(<FilePanel title="Limits" file="trading" groups={LIMITS} standing={standing} />)

async function typing(label: string, text: string) {
  const field = await screen.findByLabelText(label)
  await userEvent.clear(field)
  await userEvent.type(field, text)
}

async function reviewing() {
  await userEvent.click(screen.getByRole('button', { name: 'Review…' }))
  return screen.findByRole('dialog')
}

const made = (change = aRecordedChange()) => ({
  [`POST ${PLACE}/update`]: { body: { change, state: standing } },
})

describe('a limit', () => {
  it('says what it means, its range, what is in force and how much is used', async () => {
    theDeskSays()
    await limits()
    expect(await screen.findByText('10x')).toBeTruthy()
    const row = screen.getByText('Highest leverage').closest('li')
    expect(row?.textContent).toContain('Highest leverage of an opening. Range: 1 to 125.')
    await waitFor(() => expect(row?.textContent).toContain('2x the highest held'))
    expect(row?.textContent).toContain('as shipped')
  })

  it('calls a use unknown that the desk does not know', async () => {
    theDeskSays()
    await limits()
    const row = (await screen.findByText('Largest position')).closest('li')
    await waitFor(() => expect(row?.textContent).toContain('— not known now'))
  })

  it('that a variable sets is changed there', async () => {
    const variable = 'TRADEWIND_TRADING__RISK__MAX_LEVERAGE'
    const setting = aSetting({ variable, set_by: 'environment' })
    theDeskSays({ [`${PLACE}/trading`]: { body: aDocument({ settings: [setting] }) } })
    await limits()
    expect(await screen.findByText(variable)).toBeTruthy()
    expect(screen.queryByRole('textbox')).toBeNull()
  })

  it('cannot be reviewed while what is typed makes no sense, which is said', async () => {
    theDeskSays()
    await limits()
    await typing('Highest leverage', '900')
    expect(screen.getByText('Allowed: 1 to 125.')).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Review…' }).disabled).toBe(true)
    await typing('Highest leverage', 'ten')
    expect(screen.getByText('Type a number.')).toBeTruthy()
    await userEvent.click(screen.getByRole('button', { name: 'Discard' }))
    expect(screen.getByLabelText<HTMLInputElement>('Highest leverage').value).toBe('10')
  })

  it('in a file that cannot be written is shown, and says why', async () => {
    const unwritable = '/srv/desk/config/trading.yaml is mounted read-only'
    theDeskSays({ [`${PLACE}/trading`]: { body: aDocument({ unwritable }) } })
    await limits()
    expect(await screen.findByText(new RegExp(unwritable))).toBeTruthy()
  })
})

describe('a change', () => {
  it('is reviewed in plain words, and written with its reason and the digest', async () => {
    theDeskSays({ [`POST ${PLACE}/preview`]: { body: aPreview() }, ...made() })
    await limits()
    await typing('Highest leverage', '5')
    const dialog = await reviewing()
    expect(document.activeElement?.textContent).toBe('Change nothing')
    await within(dialog).findByText('10x → 5x')
    expect(within(dialog).getByText('tighter')).toBeTruthy()
    const write = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Write it' })
    expect(write.disabled).toBe(true)
    await userEvent.type(screen.getByLabelText('Reason, for the record'), 'a calmer week')
    await userEvent.click(write)
    expect(await screen.findByText('Written and in force: Highest leverage.')).toBeTruthy()
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(wishes().map(({ body }) => body)).toEqual([
      { file: 'trading', values: { 'risk.max_leverage': 5 } },
      {
        file: 'trading',
        values: { 'risk.max_leverage': 5 },
        by: 'the operator',
        reason: 'a calmer week',
        digest: 'd1',
        confirm: null,
      },
    ])
  })

  it('that loosens takes the typed word, and says what it lets through', async () => {
    const change = aChange({ new: 20, leaning: 'looser' })
    const consequences = ['At 20x a move of 5.0% takes all of the margin.']
    const preview = aPreview({ changes: [change], word: 'loosen', consequences })
    theDeskSays({ [`POST ${PLACE}/preview`]: { body: preview }, ...made() })
    await limits()
    await typing('Highest leverage', '20')
    const dialog = await reviewing()
    expect(await within(dialog).findByText(/a move of 5.0%/)).toBeTruthy()
    await userEvent.type(screen.getByLabelText('Reason, for the record'), 'more room')
    const act = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Loosen it' })
    expect(act.disabled).toBe(true)
    await userEvent.type(screen.getByLabelText('Type “loosen” to confirm'), 'loosen')
    await userEvent.click(act)
    await waitFor(() => expect(wishes().at(-1)?.body).toMatchObject({ confirm: 'loosen' }))
  })

  it('of something that changed meanwhile is not made, and can be looked at again', async () => {
    const detail = 'The file or the desk has changed since the preview; nothing was written.'
    const refusal = { status: 412, body: { title: 'Precondition Failed', detail } }
    theDeskSays({
      [`POST ${PLACE}/preview`]: { body: aPreview() },
      [`POST ${PLACE}/update`]: refusal,
    })
    await limits()
    await typing('Highest leverage', '5')
    await reviewing()
    await userEvent.type(await screen.findByLabelText('Reason, for the record'), 'x{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain(detail)
    await userEvent.click(screen.getByRole('button', { name: 'Look again' }))
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
    expect(wishes().filter(({ path }) => path.endsWith('/preview'))).toHaveLength(2)
  })

  it('that the desk refuses leaves what was typed where it is', async () => {
    const errors = [{ field: 'values.risk.max_leverage', reason: 'allowed: <= 125' }]
    const refusal = {
      status: 422,
      body: { title: 'Unprocessable', detail: 'Not acceptable.', errors },
    }
    theDeskSays({ [`POST ${PLACE}/preview`]: refusal })
    await limits()
    await typing('Highest leverage', '100')
    const dialog = await reviewing()
    expect((await within(dialog).findByRole('alert')).textContent).toContain('allowed: <= 125')
    await userEvent.click(screen.getByRole('button', { name: 'Change nothing' }))
    expect(screen.getByLabelText<HTMLInputElement>('Highest leverage').value).toBe('100')
  })
})

describe('what is not in force', () => {
  it('waits in sight, and is accepted by the same review', async () => {
    const waiting = ['trading.risk.max_leverage stays 10, the file says 20']
    const settings = { ...standing, waiting, waiting_sha256: 'ab' }
    const preview = aPreview({ changes: [aChange({ new: 20, leaning: 'looser' })], word: 'loosen' })
    theDeskSays({
      [`${PLACE}/trading`]: {
        body: aDocument({ settings: [aSetting({ in_files: 20 }), A_SHARE] }),
      },
      [`POST ${PLACE}/preview`]: { body: preview },
    })
    await draw(<StandingPanel settings={settings} />)
    expect(screen.getByText(waiting[0] ?? '')).toBeTruthy()
    await userEvent.click(await screen.findByRole('button', { name: 'Review and accept…' }))
    expect(await screen.findByText('10x → 20x')).toBeTruthy()
    expect(wishes()[0]?.body).toEqual({ file: 'trading', values: { 'risk.max_leverage': 20 } })
  })

  it('for want of a restart or because of an error is told apart', async () => {
    theDeskSays()
    const { unmount } = await draw(
      <StandingPanel settings={{ ...standing, needs_restart: ['trading.symbols'] }} />,
    )
    expect(screen.getByText(/only after the desk was started again/)).toBeTruthy()
    unmount()
    await draw(
      <StandingPanel settings={{ ...standing, error: 'trading.yaml, line 3: is not YAML' }} />,
    )
    expect(screen.getByText('files are not read')).toBeTruthy()
  })
})

describe('the record', () => {
  it('says who changed what, when and why, and what is not known to be written', async () => {
    const items = [aRecordedChange(), aRecordedChange({ change_id: 2, written_at: null })]
    theDeskSays({ [`${PLACE}/history`]: { body: { items, next_cursor: null } } })
    await draw(<ChangesPanel />)
    expect((await screen.findAllByText('a calmer week')).length).toBe(2)
    expect(screen.getByText('not known to be written')).toBeTruthy()
  })

  it('that is empty says what would stand there', async () => {
    theDeskSays()
    await draw(<ChangesPanel />)
    expect(await screen.findByText('Nothing was changed from here yet')).toBeTruthy()
  })
})

describe('values', () => {
  const { allowed } = aSetting()
  it.each([
    [0.5, 'share of equity', '50% of equity'],
    [0.125, 'share of equity', '12.5% of equity'],
    [10, 'x', '10x'],
    ['1000', 'USDT', '1,000 USDT'],
    [null, 'USD', 'none'],
    [true, null, 'on'],
    [[], null, 'all'],
    [['BTC-USDT-SWAP', 'SPY'], null, 'BTC, SPY'],
    ['enforced', null, 'enforced'],
  ])('%o of %s reads %s', (value, unit, text) => {
    expect(formatValue(value, unit)).toBe(text)
  })

  it('are read as they are typed, or refused with what is allowed', () => {
    expect(parse(' 5 ', allowed)).toEqual({ value: 5 })
    expect(parse('', { ...allowed, may_be_null: true })).toEqual({ value: null })
    expect(parse('1.5', { ...allowed, kind: 'whole' })).toEqual({ fault: 'Type a whole number.' })
    expect(parse('2.50', { ...allowed, kind: 'decimal' })).toEqual({ value: '2.50' })
    expect(parse('-2', { ...allowed, kind: 'decimal' })).toHaveProperty('fault')
    expect(parse('btc-usdt-swap, eth-usdt-swap', { ...allowed, kind: 'names' })).toEqual({
      value: ['BTC-USDT-SWAP', 'ETH-USDT-SWAP'],
    })
    expect(rangeOf(A_SHARE.allowed)).toBe('above 0, up to 1')
  })
})

it('leaves nothing for a screen reader to stumble over', async () => {
  theDeskSays({ [`POST ${PLACE}/preview`]: { body: aPreview({ word: 'loosen' }) } })
  const { container } = await limits()
  await typing('Highest leverage', '20')
  await reviewing()
  await screen.findByLabelText('Type “loosen” to confirm')
  const { violations } = await axe.run(container, {
    rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
  })
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
})
