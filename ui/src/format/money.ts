// Turns numbers of the desk into text. Decimal strings stay strings: nothing here computes with money.

/** A decimal string of the desk ("-12.50"), a market number, or unknown. */
export type Amount = string | number | null | undefined

export const UNKNOWN = '—'

const LOCALE = 'en-US'
const PLAIN_DECIMAL = /^-?\d+(\.\d+)?$/
const MARKET_PRICE_DIGITS = 6

/** `amount` grouped, with `decimals` places; "—" when unknown. */
export function formatMoney(amount: Amount, decimals = 2): string {
  return format(amount, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
}

/** Like formatMoney, with the sign always written; nothing that rounds to zero carries one. */
export function formatSigned(amount: Amount, decimals = 2): string {
  return format(amount, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    signDisplay: 'exceptZero',
  })
}

/** A share (0.125) as a percentage (12.50%). */
export function formatShare(share: Amount, decimals = 2): string {
  return format(share, { style: 'percent', ...places(decimals) })
}

/** A share with its sign. */
export function formatSignedShare(share: Amount, decimals = 2): string {
  return format(share, { style: 'percent', signDisplay: 'exceptZero', ...places(decimals) })
}

/** A number that already is a percentage (12.5), with its sign. */
export function formatSignedPercent(percent: number | null | undefined, decimals = 2): string {
  const text = formatSigned(percent, decimals)
  return text === UNKNOWN ? text : `${text}%`
}

/** A size in base units, every given digit up to `decimals`. */
export function formatQuantity(quantity: Amount, decimals = 8): string {
  return format(quantity, { maximumFractionDigits: decimals })
}

/** A price with as many places as its tick has; six significant digits while the tick is unknown. */
export function formatPrice(price: Amount, tickSize: string | null | undefined): string {
  const decimals = decimalsOf(tickSize)
  return decimals === null
    ? format(price, { maximumSignificantDigits: MARKET_PRICE_DIGITS })
    : formatMoney(price, decimals)
}

/** A large market figure in short: 1.25B. */
export function formatCompact(amount: Amount): string {
  return format(amount, { notation: 'compact', maximumFractionDigits: 2 })
}

/** A whole number: tokens, counts. */
export function formatCount(count: number | null | undefined): string {
  return format(count, { maximumFractionDigits: 0 })
}

/** The desk's own digits, for a tooltip; undefined when unknown, so that no tooltip appears. */
export function exact(amount: Amount): string | undefined {
  return isKnown(amount) ? String(amount) : undefined
}

/** Which way an amount points; null when it is unknown. */
export function direction(amount: Amount): 'up' | 'down' | 'flat' | null {
  if (!isKnown(amount)) return null
  const text = String(amount)
  if (!/[1-9]/.test(text)) return 'flat'
  return text.startsWith('-') ? 'down' : 'up'
}

/** Decimal places of a tick: "0.10" has 1, "5" has 0, unknown has null. */
export function decimalsOf(tickSize: string | null | undefined): number | null {
  if (!tickSize || !PLAIN_DECIMAL.test(tickSize)) return null
  const [, fraction = ''] = tickSize.split('.')
  return fraction.replace(/0+$/, '').length
}

function places(decimals: number): Intl.NumberFormatOptions {
  return { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
}

function isKnown(amount: Amount): amount is string | number {
  return typeof amount === 'number'
    ? Number.isFinite(amount)
    : typeof amount === 'string' && PLAIN_DECIMAL.test(amount)
}

const formats = new Map<string, Intl.NumberFormat>()

function format(amount: Amount, options: Intl.NumberFormatOptions): string {
  if (!isKnown(amount)) return UNKNOWN
  const key = JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.NumberFormat(LOCALE, options)
  formats.set(key, known)
  // Intl formats decimal strings exactly, without passing through a float.
  const text = known.format(amount as Intl.StringNumericLiteral)
  return withTrueMinus(text)
}

function withTrueMinus(text: string): string {
  if (!text.startsWith('-')) return text
  return /[1-9]/.test(text) ? `−${text.slice(1)}` : text.slice(1)
}
