import { describe, expect, it } from 'vitest'
import {
  decimalsOf,
  direction,
  exact,
  formatCompact,
  formatMoney,
  formatPrice,
  formatQuantity,
  formatShare,
  formatSigned,
  formatSignedPercent,
} from '@/format/money'

describe('money', () => {
  it('formats a decimal string without passing through a float', () => {
    expect(formatMoney('9007199254740993.11')).toBe('9,007,199,254,740,993.11')
    expect(formatQuantity('0.123456789012345678', 18)).toBe('0.123456789012345678')
  })

  it.each([
    null,
    undefined,
    '',
    'NaN',
    'abc',
    '1e5',
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('writes %s as a dash, never as zero', (unknown) => {
    expect(formatMoney(unknown)).toBe('—')
    expect(formatSigned(unknown)).toBe('—')
    expect(formatShare(unknown)).toBe('—')
    expect(formatPrice(unknown, '0.1')).toBe('—')
    expect(direction(unknown)).toBeNull()
    expect(exact(unknown)).toBeUndefined()
  })

  it('writes the sign of a gain and of a loss, with a true minus', () => {
    expect(formatSigned('12.4')).toBe('+12.40')
    expect(formatSigned('-12.4')).toBe('−12.40')
  })

  it('gives no sign to zero, nor to what rounds to zero', () => {
    expect(formatSigned('0.000')).toBe('0.00')
    expect(formatSigned('-0.001')).toBe('0.00')
    expect(formatMoney('-0.001')).toBe('0.00')
  })

  it('writes a share as percent, and a percentage as it is', () => {
    expect(formatShare('0.01241')).toBe('1.24%')
    expect(formatSignedPercent(-2.2)).toBe('−2.20%')
    expect(formatSignedPercent(null)).toBe('—')
  })

  it('shortens large market figures', () => {
    expect(formatCompact(1_234_000_000)).toBe('1.23B')
  })
})

describe('prices', () => {
  it.each([
    ['0.1', '96,543.2'],
    ['0.10', '96,543.2'],
    ['0.001', '96,543.200'],
    ['1', '96,543'],
    ['5', '96,543'],
  ])('have the places of the tick %s', (tick, text) => {
    expect(formatPrice(96543.2, tick)).toBe(text)
  })

  it('have six significant digits while the tick is unknown', () => {
    expect(formatPrice(0.123456789, null)).toBe('0.123457')
    expect(formatPrice('96543.27', null)).toBe('96,543.3')
  })

  it('take no places from a tick that is no plain decimal', () => {
    expect(decimalsOf('1E-5')).toBeNull()
    expect(decimalsOf(undefined)).toBeNull()
  })
})

describe('direction', () => {
  it.each([
    ['0.01', 'up'],
    ['-0.01', 'down'],
    ['0.00', 'flat'],
    ['-0', 'flat'],
    [-3, 'down'],
  ] as const)('of %s is %s', (amount, way) => {
    expect(direction(amount)).toBe(way)
  })
})
