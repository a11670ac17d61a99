import { type Amount, direction, exact, formatSigned } from '@/format/money'

const TONES = { up: 'text-rise', down: 'text-fall', flat: 'text-muted' }
const inMoney = (value: Amount) => formatSigned(value)
const ARROWS = { up: '▲', down: '▼', flat: '' }

interface PnlProps {
  value: Amount
  /** How to write it; an amount with two places unless told. */
  format?: (value: Amount) => string
}

/** A gain or loss: arrow, sign and color say the same thing. */
export function Pnl({ value, format = inMoney }: PnlProps) {
  const text = format(value)
  // What is written as zero points nowhere.
  const way = /[1-9]/.test(text) || direction(value) === null ? direction(value) : 'flat'
  if (way === null) return <span className="text-faint">{text}</span>
  return (
    <span className={`${TONES[way]} whitespace-nowrap`} title={exact(value)} data-direction={way}>
      {ARROWS[way] && (
        <span aria-hidden="true" className="mr-1 align-[0.1em] text-[0.7em]">
          {ARROWS[way]}
        </span>
      )}
      {text}
    </span>
  )
}
