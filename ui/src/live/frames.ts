// The frames of /ws/market-data as types, and the one place where text from the socket becomes one.
import type { Shapes } from '@/api/client'

export type LivePrice = Shapes['LivePrice']

export type Frame =
  | Shapes['MarketSnapshot']
  | (Shapes['MarketUpdate'] & { snapshot?: never })
  | Shapes['PortfolioUpdate']
  | Shapes['DecisionUpdate']
  | Shapes['ScannerUpdate']
  | Shapes['SignalUpdate']
  | Shapes['SystemUpdate']
  | Shapes['DecisionStream']
  | Shapes['LogEntries']
  | Shapes['Subscription']
  | Shapes['Ping']
  | Shapes['Pong']

/** Frames that carry a place in the server's sequence. */
export type NumberedFrame = Exclude<
  Frame,
  | Shapes['DecisionStream']
  | Shapes['LogEntries']
  | Shapes['Subscription']
  | Shapes['Ping']
  | Shapes['Pong']
>

const UNNUMBERED = new Set(['ping', 'pong', 'subscription'])
const NUMBERED = new Set([
  'market_update',
  'portfolio_update',
  'decision_update',
  'scanner_update',
  'signal_update',
  'system_update',
])

/** `text` as a frame; null when it is none that this dashboard knows. */
export function parseFrame(text: unknown): Frame | null {
  if (typeof text !== 'string') return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  return isFrame(value) ? value : null
}

export function isNumbered(frame: Frame): frame is NumberedFrame {
  return NUMBERED.has(frame.type)
}

function isFrame(value: unknown): value is Frame {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false
  if (UNNUMBERED.has(String(value.type))) return true
  if (value.type === 'log_entry' || value.type === 'decision_stream') return 'data' in value
  return (
    NUMBERED.has(String(value.type)) &&
    'seq' in value &&
    Number.isSafeInteger(value.seq) &&
    'data' in value &&
    typeof value.data === 'object' &&
    value.data !== null
  )
}
