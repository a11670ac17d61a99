import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  LiveSocket,
  PING_EVERY_MS,
  PROBE_LIMIT_MS,
  SILENCE_LIMIT_MS,
  type SocketEvents,
} from '@/live/socket'
import { anUpdate, aSnapshot } from '../shapes/prices'
import { ScriptedSocket } from './scripted_socket'

const URL = 'ws://desk/ws/market-data'

function aSocket() {
  const opened: ScriptedSocket[] = []
  const events = {
    frameArrived: vi.fn(),
    logged: vi.fn(),
    thought: vi.fn(),
    frame: vi.fn(),
    returned: vi.fn(),
    lost: vi.fn(),
    attempting: vi.fn(),
  } satisfies SocketEvents
  const socket = new LiveSocket({
    url: URL,
    events,
    random: () => 1,
    open: (url) => {
      const scripted = new ScriptedSocket(url)
      opened.push(scripted)
      return scripted.asWebSocket()
    },
  })
  socket.start()
  const latest = () => {
    const last = opened.at(-1)
    if (last === undefined) throw new Error('no socket was opened')
    return last
  }
  return { socket, events, opened, latest }
}

describe('the live socket', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('hands over each numbered frame once', () => {
    const { events, latest } = aSocket()
    latest().accept()
    latest().hear(
      aSnapshot({ seq: 7 }),
      anUpdate({ seq: 8 }),
      anUpdate({ seq: 8 }),
      anUpdate({ seq: 3 }),
    )
    expect(events.frame.mock.calls.map(([frame]) => frame.seq)).toEqual([7, 8])
  })

  it('takes the seq of a snapshot even when it is lower: the server began anew', () => {
    const { events, latest } = aSocket()
    latest().accept()
    latest().hear(
      aSnapshot({ seq: 700 }),
      aSnapshot({ seq: 1, epoch: 'second' }),
      anUpdate({ seq: 2 }),
    )
    expect(events.frame.mock.calls.map(([frame]) => frame.seq)).toEqual([700, 1, 2])
  })

  it('resumes after the last frame, in the same run of the server', () => {
    const { latest } = aSocket()
    latest().accept()
    latest().hear(aSnapshot({ seq: 7, epoch: 'e1' }), anUpdate({ seq: 9 }))
    latest().drop()
    vi.advanceTimersByTime(500)
    expect(latest().url).toBe(`${URL}?since=9&epoch=e1`)
  })

  it('pings at once and every five seconds', () => {
    const { latest } = aSocket()
    latest().accept()
    latest().hear(aSnapshot())
    vi.advanceTimersByTime(2 * PING_EVERY_MS)
    expect(latest().sent).toEqual(Array(3).fill('{"type":"ping"}'))
  })

  it('closes and comes back after fifteen seconds of silence', () => {
    const { events, latest, opened } = aSocket()
    latest().accept()
    latest().hear(aSnapshot())
    vi.advanceTimersByTime(SILENCE_LIMIT_MS - 1)
    expect(events.lost).not.toHaveBeenCalled()
    vi.advanceTimersByTime(1)
    expect(events.lost).toHaveBeenCalledExactlyOnceWith(500)
    expect(opened[0]?.isClosed).toBe(true)
    vi.advanceTimersByTime(500)
    expect(opened).toHaveLength(2)
  })

  it('gives up a connection that never opens', () => {
    const { events } = aSocket()
    vi.advanceTimersByTime(SILENCE_LIMIT_MS)
    expect(events.lost).toHaveBeenCalledTimes(1)
  })

  it('stays while anything is heard, be it a pong', () => {
    const { events, latest } = aSocket()
    latest().accept()
    for (let turn = 0; turn < 10; turn += 1) {
      latest().hear({ type: 'pong' })
      vi.advanceTimersByTime(SILENCE_LIMIT_MS - 1)
    }
    expect(events.lost).not.toHaveBeenCalled()
  })

  it('waits longer after each failure, and starts over once a connection has proven itself', () => {
    const { events, latest } = aSocket()
    for (const delay of [500, 500, 500, 750, 1125]) {
      latest().drop()
      expect(events.lost).toHaveBeenLastCalledWith(delay)
      vi.advanceTimersByTime(delay)
    }
    latest().accept()
    latest().hear(aSnapshot())
    vi.advanceTimersByTime(5_000)
    latest().drop()
    expect(events.lost).toHaveBeenLastCalledWith(500)
  })

  it('keeps waiting longer when connections break right after they open', () => {
    const { events, latest } = aSocket()
    for (const delay of [500, 500, 500, 750, 1125]) {
      latest().accept()
      latest().hear(aSnapshot())
      latest().drop()
      expect(events.lost).toHaveBeenLastCalledWith(delay)
      vi.advanceTimersByTime(delay)
    }
  })

  it('tells of its return once, at the first frame', () => {
    const { events, latest } = aSocket()
    latest().accept()
    latest().hear(aSnapshot())
    expect(events.returned).not.toHaveBeenCalled()
    latest().drop()
    vi.advanceTimersByTime(500)
    latest().accept()
    expect(events.returned).not.toHaveBeenCalled()
    latest().hear({ type: 'pong' }, anUpdate())
    expect(events.returned).toHaveBeenCalledTimes(1)
  })

  it('tries at once when asked, and only while it waits', () => {
    const { socket, latest, opened } = aSocket()
    socket.retryNow()
    expect(opened).toHaveLength(1)
    latest().drop()
    socket.retryNow()
    expect(opened).toHaveLength(2)
    vi.advanceTimersByTime(500)
    expect(opened).toHaveLength(2)
  })

  it('learns within three seconds that a doubted connection is half open', () => {
    const { socket, events, latest } = aSocket()
    latest().accept()
    latest().hear(aSnapshot())
    socket.probe()
    expect(latest().sent).toHaveLength(2)
    vi.advanceTimersByTime(PROBE_LIMIT_MS)
    expect(events.lost).toHaveBeenCalledTimes(1)
  })

  it('keeps a doubted connection that answers', () => {
    const { socket, events, latest } = aSocket()
    latest().accept()
    socket.probe()
    latest().hear({ type: 'pong' })
    vi.advanceTimersByTime(SILENCE_LIMIT_MS - 1)
    expect(events.lost).not.toHaveBeenCalled()
  })

  it('leaves nothing running when stopped', () => {
    const { socket, latest } = aSocket()
    latest().accept()
    socket.stop()
    expect(latest().isClosed).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })
})
