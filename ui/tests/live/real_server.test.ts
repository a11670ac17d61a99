import { QueryClient } from '@tanstack/react-query'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { WebSocket as Peer } from 'ws'
import { WebSocketServer } from 'ws'
import type { Shapes } from '@/api/client'
import { createLive, socketUrl } from '@/live/live'
import { topics } from '@/live/topics'
import { aDecision, aSummary } from '../shapes/decisions'
import { aLivePrice, anUpdate, aSnapshot, NOW } from '../shapes/prices'

const BTC = 'BTC-USDT-SWAP'

let server: WebSocketServer | undefined
let stop: (() => void) | undefined

afterEach(async () => {
  stop?.()
  for (const peer of server?.clients ?? []) peer.terminate()
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)))
})

/** A server that answers pings and greets each peer with `greet`; keeps the addresses asked for. */
async function aServer(greet: (peer: Peer, address: string) => void) {
  const asked: string[] = []
  const listening = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  server = listening
  listening.on('connection', (peer, request) => {
    asked.push(request.url ?? '')
    peer.on('message', () => peer.send('{"type":"pong"}'))
    greet(peer, request.url ?? '')
  })
  await new Promise((resolve) => listening.once('listening', resolve))
  const address = listening.address()
  if (typeof address !== 'object' || address === null) throw new Error('the server has no port')
  const say = (frame: object) => {
    for (const peer of listening.clients) peer.send(JSON.stringify(frame))
  }
  const cut = () => {
    for (const peer of listening.clients) peer.terminate()
  }
  return { url: `ws://127.0.0.1:${address.port}/ws/market-data`, asked, say, cut }
}

function connect(url: string, cache = new QueryClient()) {
  const live = createLive(cache, url, { random: () => 0 })
  stop = live.start()
  return { live, cache }
}

describe('against a real server', () => {
  it('is live with the snapshot and follows what changes', async () => {
    const { url, say } = await aServer((peer) => peer.send(JSON.stringify(aSnapshot())))
    const { live } = connect(url)
    expect(live.connection.current().phase).toBe('connecting')
    await vi.waitFor(() => expect(live.prices.of(BTC)?.price).toBe(96543.2))
    expect(live.connection.current().phase).toBe('live')
    say(anUpdate({ data: { [BTC]: aLivePrice({ price: 97000 }) } }))
    await vi.waitFor(() => expect(live.prices.of(BTC)?.price).toBe(97000))
  })

  it('keeps the last values after a loss, resumes, and asks again for what was cached', async () => {
    const { url, asked, cut } = await aServer((peer, address) => {
      if (!address.includes('since')) peer.send(JSON.stringify(aSnapshot({ seq: 5, epoch: 'e1' })))
      else peer.send(JSON.stringify(anUpdate({ seq: 6 })))
    })
    const { live, cache } = connect(url)
    await vi.waitFor(() => expect(live.prices.of(BTC)).not.toBeNull())
    cache.setQueryData(topics.portfolio, { stood: 'before' })
    cut()
    await vi.waitFor(() => expect(live.connection.current().phase).toBe('stale'))
    expect(live.prices.of(BTC)?.price).toBe(96543.2)
    await vi.waitFor(() => expect(live.connection.current().phase).toBe('live'))
    await vi.waitFor(() => expect(live.prices.of(BTC)?.price).toBe(96544.1))
    expect(asked[1]).toBe('/ws/market-data?since=5&epoch=e1')
    expect(cache.getQueryState(topics.portfolio)?.isInvalidated).toBe(true)
  })

  it('never shows a decision twice, however often it is told', async () => {
    const { url, say } = await aServer((peer) => peer.send(JSON.stringify(aSnapshot())))
    const cache = new QueryClient()
    cache.setQueryData(topics.decisions, { items: [aDecision({ id: 'old' })], next_cursor: null })
    const { live } = connect(url, cache)
    await vi.waitFor(() => expect(live.connection.current().phase).toBe('live'))
    for (const seq of [2, 3, 3]) {
      say({ type: 'decision_update', seq, data: aSummary({ id: 'new' }), timestamp: NOW })
    }
    const ids = () =>
      cache.getQueryData<Shapes['DecisionPage']>(topics.decisions)?.items.map(({ id }) => id)
    await vi.waitFor(() => expect(ids()).toContain('new'))
    expect(ids()?.sort()).toEqual(['new', 'old'])
  })
})

describe('the address of the socket', () => {
  it('is that of the page, encrypted when the page is', () => {
    expect(socketUrl({ protocol: 'http:', host: 'desk:1' })).toBe('ws://desk:1/ws/market-data')
    expect(socketUrl({ protocol: 'https:', host: 'desk' })).toBe('wss://desk/ws/market-data')
  })
})
