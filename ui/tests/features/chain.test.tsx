import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { Consequences } from '@/app/Consequences'
import { pairsOf } from '@/features/decisions/Comparison'
import { DecisionPage } from '@/features/decisions/DecisionPage'
import { deskAnswers, draw, PATHS, wishes } from '../desk'
import { aChain, aClosed, anOrder, aUsage, aUse } from '../shapes/chain'
import { anItem } from '../shapes/decisions'

const ONE = `${PATHS.decisions}/d-1`
const REPLAY = `${ONE}/replay`

const page = () => <DecisionPage id="d-1" consequences={(of) => <Consequences of={of} />} />

const prompt = (version: string) => ({
  version,
  is_shipped: true,
  is_in_force: false,
  sha256: null,
  system: null,
  user: null,
  slots: [],
  refusal: null,
  diff: '',
})

const replayed = (result: string, again: object | null, more: object = {}) => ({
  body: { id: 'd-1', result, stage: null, what: null, sha256: null, again, ...more },
})

function theDeskHas(chain = aChain(), more: Parameters<typeof deskAnswers>[0] = {}) {
  deskAnswers({
    [ONE]: { body: chain },
    [PATHS.prompts]: { body: { items: [prompt('v1'), prompt('v2')], slots: [] } },
    [PATHS.models]: { body: aUsage() },
    ...more,
  })
}

describe('the page of a decision', () => {
  it('shows ungrounded figures and the risk in the words of the model', async () => {
    const risk = {
      proposed_trade: null,
      thesis: 'It rises.',
      max_pain: 'Stop at 94200',
      plan: null,
    }
    const flags = [{ figure: '123456', excerpt: 'because 123456 held' }]
    theDeskHas(aChain({ items: [anItem({ risk, flags })] }))
    await draw(page())
    expect(await screen.findByText('1 ungrounded figure')).toBeTruthy()
    expect(screen.getByText('because 123456 held')).toBeTruthy()
    expect(screen.getByText('It rises.').closest('details')?.open).toBe(true)
  })

  it.each([
    ['pending_cancel', 'order cancel unconfirmed'],
    ['unknown', 'order being asked for'],
  ] as const)('says of an order that is %s what is known', async (state, words) => {
    const result = { closed: [], net_pnl: null }
    theDeskHas(aChain({ consequences: { orders: [anOrder({ state })], fills: [], result } }))
    await draw(page())
    expect(await screen.findByText(words)).toBeTruthy()
  })

  it('shows what the round trip came to, and a dash before it is closed', async () => {
    const result = { closed: [aClosed()], net_pnl: '20.20' }
    theDeskHas(aChain({ consequences: { orders: [], fills: [], result } }))
    const { unmount } = await draw(page())
    expect((await screen.findByTestId('net-pnl')).textContent).toContain('+20.20')
    unmount()
    theDeskHas()
    await draw(page())
    expect((await screen.findByTestId('net-pnl')).textContent).toContain('—')
  })

  it('tells what another version of the prompt says otherwise', async () => {
    const prompt_diff = {
      previous_id: 'd-0',
      previous_version: 'v1',
      version: 'v2',
      words: '--- \n+++ \n@@ -1 +1 @@\n-Be bold.\n+Be careful.',
      figures: '',
    }
    theDeskHas(aChain({ prompt_diff }))
    await draw(page())
    const diff = await screen.findByRole('region', { name: 'Words that changed' })
    expect(within(diff).getByText('+Be careful.').textContent).toBe('added: +Be careful.')
    expect(screen.getByText('Same figures as before.')).toBeTruthy()
  })

  it.each([
    [true, '✓ verified'],
    [false, '✕ changed'],
    [null, 'no hash to tell by'],
  ])('says whether the record is what was written: %s', async (verified, words) => {
    theDeskHas(aChain({ link: { ...aChain().link, verified } }))
    await draw(page())
    expect(await screen.findByText(words)).toBeTruthy()
  })

  it('leads to the decisions beside it, by key as well', async () => {
    theDeskHas(aChain({ earlier_id: 'd-0' }), { [`${PATHS.decisions}/d-0`]: { body: aChain() } })
    await draw(page())
    expect((await screen.findByRole('link', { name: '← Earlier' })).getAttribute('href')).toBe(
      '/decisions/d-0',
    )
    expect(screen.getByText('The newest decision')).toBeTruthy()
  })

  it('says in short how fresh its inputs were, and names those that were not', async () => {
    const input = (key: string, given: object = {}) => ({
      key,
      age_ms: 2_000,
      freshness: 'fresh' as const,
      sha256: 'aa',
      ...given,
    })
    const late = input('late', { age_ms: 95_000, freshness: 'blocked' })
    const gone = input('gone', { age_ms: null, sha256: null })
    theDeskHas(aChain({ inputs: [input('one'), late, gone] }))
    await draw(page())
    expect((await screen.findByTestId('inputs-in-short')).textContent).toBe(
      '3 inputs: 1 fresh, 1 too old, 1 missing; the oldest 1 min 35 s old.',
    )
    const doubtful = screen.getByRole('region', { name: 'Inputs that were not fresh' })
    expect(within(doubtful).queryByText('one')).toBeNull()
    expect(within(doubtful).getByText('gone')).toBeTruthy()
  })

  it('says what the desk says when there is no such decision', async () => {
    deskAnswers({
      [ONE]: { status: 404, body: { title: 'Not found', detail: 'No decision d-1.' } },
    })
    await draw(page())
    expect(await screen.findByText('No decision d-1.')).toBeTruthy()
  })

  it('leaves nothing for a screen reader to stumble over', async () => {
    theDeskHas(aChain({ items: [anItem()] }))
    const { container } = await draw(<main>{page()}</main>)
    await screen.findByText('✓ verified')
    const { violations } = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false } },
    })
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  })
})

describe('deciding again', () => {
  it('asks with the chosen version, and shows what differs per symbol', async () => {
    const again = {
      outcome: 'decided',
      why: null,
      model: 'lab-rules',
      prompt_version: 'v1',
      user_prompt: null,
      raw_answer: '{}',
      reasoning: null,
      items: [anItem({ action: 'hold', confidence: 0.5 })],
      unreadable: [],
    }
    const answer = replayed('different', again, { stage: 'answer', what: 'another action' })
    theDeskHas(aChain({ items: [anItem()] }), { [REPLAY]: answer })
    await draw(page())
    await screen.findByRole('option', { name: 'v1' })
    await userEvent.selectOptions(screen.getByLabelText('Prompt version'), 'v1')
    await userEvent.click(screen.getByRole('button', { name: 'Decide again' }))
    const table = await screen.findByRole('region', { name: 'Then and again' })
    expect(within(table).getByText('buy 4,801, 72%, approved')).toBeTruthy()
    expect(within(table).getByText('hold, 50%')).toBeTruthy()
    expect(within(table).getByText('differs')).toBeTruthy()
    expect(screen.getByText('first differs at: answer')).toBeTruthy()
    expect(wishes()).toEqual([
      { method: 'POST', path: REPLAY, body: { prompt: 'v1', model: 'lab-rules' } },
    ])
  })

  it('says what it costs before it asks anybody', async () => {
    const uses = [aUse({ model: 'lab-rules', calls: 13, cost_usd: '0.04' })]
    theDeskHas(aChain(), { [PATHS.models]: { body: aUsage({ uses, spent_usd: '0.04' }) } })
    await draw(page())
    expect(await screen.findByText(/it costs nothing/)).toBeTruthy()
    await screen.findByRole('option', { name: 'v1' })
    await userEvent.selectOptions(screen.getByLabelText('Prompt version'), 'v1')
    const cost = screen.getByTestId('replay-cost').textContent
    expect(cost).toContain('Asks lab-rules once')
    expect(cost).toContain('This decision took lab-rules 5,120 + 388 tokens and an unknown price.')
    expect(cost).toContain('Today lab-rules took 13 calls for $0.0400.')
    expect(cost).toContain('$0.0400 spent, no budget is set')
  })

  it('offers the models of the line and every version, but the refused ones not', async () => {
    const refused = { ...prompt('mine'), refusal: 'unknown slot' }
    const models = [
      { model: 'lab-rules', circuit: 'closed', failures: 0 },
      { model: 'second', circuit: 'closed', failures: 0 },
    ] as const
    theDeskHas(aChain(), {
      [PATHS.prompts]: { body: { items: [prompt('v1'), refused], slots: [] } },
      [PATHS.models]: { body: aUsage({ models: [...models] }) },
    })
    await draw(page())
    expect(await screen.findByRole('option', { name: 'second' })).toBeTruthy()
    expect(await screen.findByRole('option', { name: 'mine, refused' })).toHaveProperty(
      'disabled',
      true,
    )
    expect(screen.queryByRole('option', { name: 'lab-rules' })).toBeNull()
  })

  it('says why a decision cannot be replayed', async () => {
    theDeskHas(aChain(), {
      [REPLAY]: replayed('not_replayable', null, { what: 'Nobody was asked' }),
    })
    await draw(page())
    await userEvent.click(await screen.findByRole('button', { name: 'Decide again' }))
    expect(await screen.findByText('cannot be replayed')).toBeTruthy()
    expect(screen.getByText('Nobody was asked')).toBeTruthy()
  })

  it('says what went wrong when the desk refuses', async () => {
    const refusal = { title: 'Refused', detail: 'There is no version v9.' }
    theDeskHas(aChain(), { [REPLAY]: { status: 422, body: refusal } })
    await draw(page())
    await userEvent.click(await screen.findByRole('button', { name: 'Decide again' }))
    expect((await screen.findByRole('alert')).textContent).toContain('There is no version v9.')
  })

  it('pairs what was proposed for a symbol only once', () => {
    const pairs = pairsOf([anItem()], [anItem({ symbol: 'SOL-USDT-SWAP' })])
    expect(pairs.map(({ before, again }) => [before === null, again === null])).toEqual([
      [false, true],
      [true, false],
    ])
  })
})
