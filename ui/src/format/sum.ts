// Adds decimal strings exactly.
import type { Amount } from './money'

const PLAIN = /^(-?)(\d+)(?:\.(\d+))?$/

/** The sum of `amounts` as a decimal string; null where one of them is unknown. */
export function sumOf(amounts: readonly Amount[]): string | null {
  const parts = amounts.map((amount) => PLAIN.exec(String(amount ?? '')))
  const places = Math.max(0, ...parts.map((part) => part?.[3]?.length ?? 0))
  let total = 0n
  for (const part of parts) {
    if (part === null) return null
    const [, sign = '', whole = '', fraction = ''] = part
    total += BigInt(`${sign}${whole}${fraction.padEnd(places, '0')}`)
  }
  const digits = (total < 0n ? -total : total).toString().padStart(places + 1, '0')
  const cut = digits.length - places
  return `${total < 0n ? '-' : ''}${digits.slice(0, cut)}${places > 0 ? `.${digits.slice(cut)}` : ''}`
}
