// Values of settings: as people read them, and as they are typed.
import { formatQuantity, formatShare } from '@/format/money'
import { symbolParts } from '@/format/symbol'
import type { Setting, Value } from './queries'

type Allowed = Setting['allowed']
type Typed = { value: Value } | { fault: string }

const SHARE = 'share of '
const MONEY = /^\d{1,15}(\.\d{1,8})?$/
const NAME_BREAK = /[\s,]+/

/** A value with its unit: "50% of equity", "10x", "1,000 USDT", "none". */
export function formatValue(value: Value, unit: string | null): string {
  if (value === null) return 'none'
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (Array.isArray(value)) return value.length === 0 ? 'all' : value.map(shortNameOf).join(', ')
  if (typeof value === 'string' && !MONEY.test(value)) return value
  return withUnit(value, unit)
}

function withUnit(value: string | number, unit: string | null): string {
  if (unit?.startsWith(SHARE)) return `${shareOf(value)} of ${unit.slice(SHARE.length)}`
  const text = formatQuantity(value)
  if (unit === 'x') return `${text}x`
  return unit === null || unit.includes(' to ') ? text : `${text} ${unit}`
}

/** What is used of a limit, without repeating the limit's unit. */
export function formatUse(used: string | null, unit: string | null): string {
  if (used === null) return '—'
  if (unit?.startsWith(SHARE)) return shareOf(used)
  return unit === 'x' ? `${formatQuantity(used)}x` : formatQuantity(used, 4)
}

/** What an input shows for a value. */
export function typedOf(value: Value): string {
  if (value === null) return ''
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** The value that was typed, or what is wrong with it. */
export function parse(text: string, allowed: Allowed): Typed {
  const typed = text.trim()
  if (typed === '' && allowed.may_be_null) return { value: null }
  switch (allowed.kind) {
    case 'names':
      return { value: typed === '' ? [] : typed.toUpperCase().split(NAME_BREAK).filter(Boolean) }
    case 'switch':
      return { value: typed === 'true' }
    case 'decimal':
      return MONEY.test(typed) ? { value: typed } : { fault: 'Type an amount like 1250 or 0.5.' }
    case 'whole':
    case 'number':
      return number(typed, allowed)
    default:
      return typed === '' ? { fault: 'This needs a value.' } : { value: typed }
  }
}

/** What a key takes: "1 to 125", "above 0, up to 1". */
export function rangeOf({ minimum, maximum, is_above_minimum }: Allowed): string | null {
  if (minimum === null) return maximum === null ? null : `up to ${formatQuantity(maximum)}`
  const lowest = formatQuantity(minimum)
  if (is_above_minimum)
    return `above ${lowest}${maximum === null ? '' : `, up to ${formatQuantity(maximum)}`}`
  return maximum === null ? `from ${lowest}` : `${lowest} to ${formatQuantity(maximum)}`
}

export function isSame(one: Value, other: Value): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

function number(typed: string, allowed: Allowed): Typed {
  const given = Number(typed)
  const isWhole = allowed.kind === 'whole'
  if (typed === '' || !Number.isFinite(given) || (isWhole && !Number.isInteger(given))) {
    return { fault: `Type a ${isWhole ? 'whole ' : ''}number.` }
  }
  const { minimum, maximum, is_above_minimum } = allowed
  const isLow = minimum !== null && (is_above_minimum ? given <= minimum : given < minimum)
  const isHigh = maximum !== null && given > maximum
  return isLow || isHigh ? { fault: `Allowed: ${rangeOf(allowed)}.` } : { value: given }
}

/** "BTC" of a perpetual swap; other names as they are. */
export function shortNameOf(name: string): string {
  return name.endsWith('-SWAP') ? symbolParts(name).base : name
}

function shareOf(value: string | number): string {
  return formatShare(value, 2).replace(/\.?0+%$/, '%')
}
