import { useId } from 'react'
import { formatMoney, UNKNOWN } from '@/format/money'
import { Unknown } from './cells'
import type { ScanReading, ScanRow } from './queries'

/** The score with its bar; what it is made of comes with pointer or focus. */
export function Score({ row }: { row: ScanRow }) {
  const id = useId()
  if (row.score === null) {
    const why = row.kind === 'stock' ? 'stocks are not scored' : 'too few candles for a score'
    return <Unknown why={why} />
  }
  return (
    <span className="group relative inline-block">
      <button
        type="button"
        aria-describedby={id}
        className="inline-flex items-center gap-2 rounded px-1"
      >
        <Bar share={row.score} />
        {formatMoney(row.score)}
      </button>
      <span
        id={id}
        role="tooltip"
        className="pointer-events-none absolute top-1/2 right-full z-10 hidden w-max -translate-y-1/2 rounded border border-line-strong bg-raised px-2 py-1 text-left text-[0.86rem] text-ink shadow-lg group-focus-within:block group-hover:block"
      >
        {row.readings.map((reading) => (
          <span key={reading.timeframe} className="block whitespace-nowrap">
            {inWords(reading)}
          </span>
        ))}
      </span>
    </span>
  )
}

export function Bar({ share }: { share: number | null }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 40 6" className="h-1.5 w-10 rounded bg-line">
      {share !== null && <rect width={40 * share} height="6" className="fill-link" />}
    </svg>
  )
}

function inWords({ timeframe, score, parts }: ScanReading): string {
  const shown = Object.entries(parts ?? {}).map(([name, share]) => `${name} ${figure(share)}`)
  return `${timeframe}: ${figure(score)} = ${shown.join(', ')}`
}

function figure(share: number | null): string {
  return share === null ? UNKNOWN : formatMoney(share)
}
