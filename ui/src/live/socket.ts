// One WebSocket that keeps itself alive: pings, notices silence, comes back and resumes where it was.
import type { Shapes } from '@/api/client'
import { retryDelayMs } from './backoff'
import { type Frame, isNumbered, type NumberedFrame, parseFrame } from './frames'

export const PING_EVERY_MS = 5_000
export const SILENCE_LIMIT_MS = 15_000
/** How soon a connection in doubt must show that it lives. */
export const PROBE_LIMIT_MS = 3_000
/** A connection that lived this long was good: the next loss starts with quick attempts again. */
const PROVEN_AFTER_MS = 5_000

export interface SocketEvents {
  /** Any readable frame arrived: the connection lives. */
  frameArrived(): void
  /** Entries were added to the message log. */
  logged(added: Shapes['LogUpdate']): void
  /** The model said something while it answers. */
  thought(thought: Shapes['Thinking']): void
  /** A numbered frame that was not seen before. */
  frame(frame: NumberedFrame): void
  /** The first frame of a connection that follows a loss. */
  returned(): void
  lost(retryInMs: number): void
  attempting(): void
}

export interface SocketOptions {
  url: string
  events: SocketEvents
  open?: (url: string) => WebSocket
  random?: () => number
}

type Timer = ReturnType<typeof setTimeout>

export class LiveSocket {
  readonly #url: string
  readonly #events: SocketEvents
  readonly #open: (url: string) => WebSocket
  readonly #random: () => number
  #socket: WebSocket | null = null
  #pingTimer: Timer | undefined
  #silenceTimer: Timer | undefined
  #retryTimer: Timer | undefined
  #provenTimer: Timer | undefined
  /** When the connection was lost that no proven one has followed yet. */
  #awaySince: number | null = null
  #epoch: string | null = null
  #seq: number | null = null
  #hasHeard = false
  #wasLost = false
  /** What every connection says first; null: nothing. */
  #standing: string | null = null

  constructor({ url, events, open, random }: SocketOptions) {
    this.#url = url
    this.#events = events
    this.#open = open ?? ((address) => new WebSocket(address))
    this.#random = random ?? Math.random
  }

  start(): void {
    if (this.#socket === null && this.#retryTimer === undefined) this.#connect()
  }

  /** Close for good; no event follows. */
  stop(): void {
    clearTimeout(this.#retryTimer)
    this.#retryTimer = undefined
    this.#drop()
  }

  /** Try at once instead of waiting for the next attempt. */
  retryNow(): void {
    if (this.#retryTimer === undefined) return
    clearTimeout(this.#retryTimer)
    this.#connect()
  }

  /** The network changed or the page woke up: find out soon whether the connection is still there. */
  probe(): void {
    this.retryNow()
    if (this.#socket?.readyState !== WebSocket.OPEN) return
    this.#ping(this.#socket)
    this.#expectFrame(PROBE_LIMIT_MS)
  }

  /** Say `text` now, and `standing` on every connection to come. */
  ask(text: string, standing: string | null): void {
    this.#standing = standing
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(text)
  }

  #connect(): void {
    this.#retryTimer = undefined
    this.#hasHeard = false
    this.#events.attempting()
    const socket = this.#open(this.#address())
    this.#socket = socket
    socket.onopen = () => {
      this.#ping(socket)
      if (this.#standing !== null) socket.send(this.#standing)
    }
    socket.onmessage = (message) => this.#receive(message.data)
    socket.onclose = () => this.#lose()
    this.#pingTimer = setInterval(() => this.#ping(socket), PING_EVERY_MS)
    this.#expectFrame()
  }

  #address(): string {
    if (this.#epoch === null || this.#seq === null) return this.#url
    return `${this.#url}?${new URLSearchParams({ since: String(this.#seq), epoch: this.#epoch })}`
  }

  #ping(socket: WebSocket): void {
    if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"ping"}')
  }

  #expectFrame(withinMs = SILENCE_LIMIT_MS): void {
    clearTimeout(this.#silenceTimer)
    this.#silenceTimer = setTimeout(() => this.#lose(), withinMs)
  }

  #receive(text: unknown): void {
    const frame = parseFrame(text)
    if (frame === null) return
    this.#expectFrame()
    this.#events.frameArrived()
    if (!this.#hasHeard) this.#firstFrame()
    if (frame.type === 'log_entry') this.#events.logged(frame.data)
    if (frame.type === 'decision_stream') this.#events.thought(frame.data)
    if (isNumbered(frame) && this.#isUnseen(frame)) this.#events.frame(frame)
  }

  #firstFrame(): void {
    this.#hasHeard = true
    this.#provenTimer = setTimeout(() => {
      this.#awaySince = null
    }, PROVEN_AFTER_MS)
    if (this.#wasLost) this.#events.returned()
    this.#wasLost = false
  }

  #isUnseen(frame: Frame & NumberedFrame): boolean {
    if (frame.type === 'market_update' && frame.snapshot) {
      this.#epoch = frame.epoch
      this.#seq = frame.seq
      return true
    }
    if (this.#seq !== null && frame.seq <= this.#seq) return false
    this.#seq = frame.seq
    return true
  }

  #lose(): void {
    this.#drop()
    this.#wasLost = true
    this.#awaySince ??= performance.now()
    const delay = retryDelayMs(performance.now() - this.#awaySince, this.#random)
    this.#retryTimer = setTimeout(() => this.#connect(), delay)
    this.#events.lost(delay)
  }

  #drop(): void {
    clearInterval(this.#pingTimer)
    clearTimeout(this.#silenceTimer)
    clearTimeout(this.#provenTimer)
    const socket = this.#socket
    this.#socket = null
    if (socket === null) return
    socket.onopen = socket.onmessage = socket.onclose = null
    socket.close()
  }
}
