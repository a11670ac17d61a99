// A socket whose other side is the test.

export class ScriptedSocket {
  readonly url: string
  readonly sent: string[] = []
  isClosed = false
  readyState: number = WebSocket.CONNECTING
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string }) => void) | null = null
  onclose: (() => void) | null = null

  constructor(url: string) {
    this.url = url
  }

  asWebSocket(): WebSocket {
    return this as unknown as WebSocket
  }

  send(text: string): void {
    this.sent.push(text)
  }

  close(): void {
    this.isClosed = true
    this.readyState = WebSocket.CLOSED
  }

  /** The server accepts. */
  accept(): void {
    this.readyState = WebSocket.OPEN
    this.onopen?.()
  }

  /** The server sends. */
  hear(...frames: object[]): void {
    for (const frame of frames) this.onmessage?.({ data: JSON.stringify(frame) })
  }

  /** The connection breaks. */
  drop(): void {
    this.readyState = WebSocket.CLOSED
    this.onclose?.()
  }
}
