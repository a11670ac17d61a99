import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { LogPanel } from '@/features/system/LogPanel'
import { RedisPanel } from '@/features/system/RedisPanel'
import { formatBytes } from '@/format/bytes'
import { deskAnswers, draw, PATHS } from '../desk'
import { aSnapshot } from '../shapes/prices'
import { aLogFrame, anEntry, aRedis } from '../shapes/redis'

const page = (...items: object[]) => ({ items, next_cursor: null, unreadable: 0 })

describe('the state of Redis', () => {
  it('tells unknown from zero', async () => {
    const redis = aRedis({ hit_rate: null, ping: { samples: 0, p50_ms: null, p99_ms: null } })
    deskAnswers({ [PATHS.redis]: { body: redis } })
    await draw(<RedisPanel />)
    const hits = await screen.findByText('Hit rate')
    expect(hits.nextElementSibling?.textContent).toContain('—')
    expect(screen.getByText('Evicted').nextElementSibling?.textContent).toBe('0 keys')
  })

  it('names a problem with the line that mends it', async () => {
    const problem = {
      code: 'append_only_file_off',
      text: 'appendonly is no',
      fix: 'CONFIG SET appendonly yes',
      is_fatal: false,
    }
    deskAnswers({ [PATHS.redis]: { body: aRedis({ problems: [problem] }) } })
    await draw(<RedisPanel />)
    expect(await screen.findByText('appendonly is no')).toBeTruthy()
    expect(screen.getByText('CONFIG SET appendonly yes')).toBeTruthy()
  })

  it('says so when Redis does not answer', async () => {
    const detail = 'The cache (Redis) does not answer.'
    deskAnswers({ [PATHS.redis]: { status: 503, body: { title: 'Unavailable', detail } } })
    await draw(<RedisPanel />)
    expect((await screen.findByRole('alert')).textContent).toContain(detail)
  })
})

describe('the message log', () => {
  it('puts what is added live on top, each entry once', async () => {
    deskAnswers({ [PATHS.log]: { body: page(anEntry(2), anEntry(1)) } })
    const { accept, hear, sent } = await draw(<LogPanel />)
    await screen.findByText('entry 2')
    accept()
    expect(sent()).toContain('{"type":"subscribe","topic":"log","filters":{}}')
    hear(aLogFrame([anEntry(2), anEntry(3)]))
    const shown = screen.getAllByText(/^entry \d$/).map((cell) => cell.textContent)
    expect(shown).toEqual(['entry 3', 'entry 2', 'entry 1'])
  })

  it('asks the desk for the type that is chosen, read back and live', async () => {
    deskAnswers({ [PATHS.log]: { body: page() } })
    const { accept, sent } = await draw(<LogPanel />)
    accept()
    await userEvent.selectOptions(await screen.findByLabelText('Type'), 'trade')
    expect(await screen.findByText('No such entry')).toBeTruthy()
    expect(sent().at(-1)).toBe('{"type":"subscribe","topic":"log","filters":{"type":"trade"}}')
  })

  it('stops following when it is paused', async () => {
    deskAnswers({ [PATHS.log]: { body: page(anEntry(1)) } })
    const { accept, sent } = await draw(<LogPanel />)
    accept()
    await userEvent.click(await screen.findByLabelText('Paused'))
    expect(sent().at(-1)).toBe('{"type":"unsubscribe","topic":"log"}')
  })

  it('says what is left out, lost or old', async () => {
    deskAnswers({ [PATHS.log]: { body: { ...page(anEntry(1)), unreadable: 2 } } })
    const { accept, hear, drop } = await draw(<LogPanel />)
    await screen.findByText('entry 1')
    accept()
    hear(aSnapshot(), aLogFrame([anEntry(9)], 7, 'it was emptied'))
    drop()
    expect(screen.getByText(/^2 entries of an unknown form/)).toBeTruthy()
    expect(screen.getByText(/^7 entries are left out/)).toBeTruthy()
    expect(screen.getByText(/it was emptied/)).toBeTruthy()
    expect(screen.getByText(/^Connection lost/)).toBeTruthy()
  })
})

it('writes memory in the largest fitting unit', () => {
  expect([null, 0, 900, 1_572_864, 2_147_483_648].map((bytes) => formatBytes(bytes))).toEqual([
    '—',
    '0 B',
    '900 B',
    '1.5 MiB',
    '2 GiB',
  ])
})
