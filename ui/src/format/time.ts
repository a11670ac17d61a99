// Turns instants (ISO-8601) and spans (milliseconds) into text.
import { UNKNOWN } from '@/format/money'

/** How the dashboard shows clock times. */
export type Zone = 'utc' | 'local'

export type TimeStyle = 'clock' | 'short' | 'day' | 'minute' | 'full'

const STYLES: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  short: { hour: '2-digit', minute: '2-digit' },
  day: { month: 'short', day: '2-digit' },
  minute: { month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit' },
  full: {
    year: 'numeric',
    month: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  },
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** `iso` as text; "—" when it is unknown or no time at all. */
export function formatTime(iso: string | null | undefined, zone: Zone, style: TimeStyle): string {
  const at = epochMs(iso)
  return at === null ? UNKNOWN : formatter(zone, style).format(at)
}

/** Milliseconds since 1970; null when unknown. */
export function epochMs(iso: string | null | undefined): number | null {
  const at = iso ? Date.parse(iso) : Number.NaN
  return Number.isNaN(at) ? null : at
}

/** A span in its largest two units: "850 ms", "12 s", "3 min 05 s", "2 h 10 min", "4 d 1 h". */
export function formatSpan(ms: number | null | undefined): string {
  if (ms === null || ms === undefined || !Number.isFinite(ms)) return UNKNOWN
  const span = Math.max(0, ms)
  if (span < SECOND) return `${Math.round(span)} ms`
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`
  if (span < HOUR) return pair(span, MINUTE, 'min', SECOND, 's')
  if (span < DAY) return pair(span, HOUR, 'h', MINUTE, 'min')
  return pair(span, DAY, 'd', HOUR, 'h')
}

/** An age in whole seconds and up: "now" under a second. */
export function formatAge(ms: number | null | undefined): string {
  if (ms !== null && ms !== undefined && ms < SECOND) return 'now'
  return formatSpan(ms)
}

/** A latency: "840 ms", "3.2 s". */
export function formatLatency(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return UNKNOWN
  return ms < SECOND ? `${Math.round(ms)} ms` : `${(ms / SECOND).toFixed(1)} s`
}

function pair(span: number, large: number, largeName: string, small: number, name: string): string {
  const whole = Math.floor(span / large)
  const rest = Math.floor((span % large) / small)
  const padded = small === HOUR ? String(rest) : String(rest).padStart(2, '0')
  return rest === 0 ? `${whole} ${largeName}` : `${whole} ${largeName} ${padded} ${name}`
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(zone: Zone, style: TimeStyle): Intl.DateTimeFormat {
  const key = `${zone} ${style}`
  const known =
    formatters.get(key) ??
    new Intl.DateTimeFormat('en-GB', {
      ...STYLES[style],
      hourCycle: 'h23',
      ...(zone === 'utc' ? { timeZone: 'UTC' } : {}),
    })
  formatters.set(key, known)
  return known
}
