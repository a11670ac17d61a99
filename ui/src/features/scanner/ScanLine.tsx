import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { SymbolName } from '@/design/SymbolName'
import type { ScanColumn, Shown } from './columns'
import { Details } from './Details'

interface ScanLineProps {
  shown: Shown
  columns: readonly ScanColumn[]
  isWatched: boolean
  onWatch: (isWatched: boolean) => void
}

/** One symbol, and what it is made of when asked. */
export function ScanLine({ shown, columns, isWatched, onWatch }: ScanLineProps) {
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const { row } = shown
  return (
    <>
      <tr
        data-testid={`scan-${row.symbol}`}
        className="group border-b border-line last:border-0 hover:bg-raised/60"
      >
        <th
          scope="row"
          className="sticky left-0 z-1 border-b border-line bg-surface px-1 py-1 text-left font-medium whitespace-nowrap group-hover:bg-raised"
        >
          <span className="flex items-center gap-0.5">
            <button
              type="button"
              aria-expanded={isOpen}
              aria-controls={id}
              aria-label={`What is known of ${row.symbol}`}
              onClick={() => setIsOpen(!isOpen)}
              className="size-6 rounded text-[0.7em] text-muted hover:text-ink"
            >
              <span aria-hidden="true" className={isOpen ? 'inline-block rotate-90' : ''}>
                ▶
              </span>
            </button>
            <button
              type="button"
              aria-pressed={isWatched}
              aria-label={`Watch ${row.symbol}`}
              title={isWatched ? 'On the watchlist' : 'Watch'}
              onClick={() => onWatch(!isWatched)}
              className={`size-6 rounded ${isWatched ? 'text-warn' : 'text-faint hover:text-ink'}`}
            >
              <span aria-hidden="true">{isWatched ? '★' : '☆'}</span>
            </button>
            <Link
              to="/market/$symbol"
              params={{ symbol: row.symbol }}
              className="pr-1.5 hover:underline"
            >
              <SymbolName of={row.symbol} />
              {row.kind !== 'swap' && (
                <small className="ml-1 text-[0.82rem] font-normal text-faint">{row.kind}</small>
              )}
            </Link>
          </span>
        </th>
        {columns.map((column) => (
          <td
            key={column.id}
            className={`px-2.5 py-1 whitespace-nowrap ${column.isNumber ? 'text-right' : 'text-left'}`}
          >
            {column.cell(shown)}
          </td>
        ))}
      </tr>
      <tr id={id} hidden={!isOpen} className="border-b border-line bg-raised/40">
        <td colSpan={columns.length + 1} className="p-1">
          {isOpen && <Details row={row} />}
        </td>
      </tr>
    </>
  )
}
