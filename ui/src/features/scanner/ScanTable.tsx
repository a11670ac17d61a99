import type { Shapes } from '@/api/client'
import { useHiddenColumns } from './chosen_columns'
import { COLUMNS } from './columns'
import type { ScanRow } from './queries'
import { readingOf } from './rows'
import { ScanLine } from './ScanLine'
import { SORTS, type Sort, type View } from './view'
import { useWatch } from './watching'

interface ScanTableProps {
  rows: readonly ScanRow[]
  view: View
  onView: (view: View) => void
  watched: ReadonlySet<string>
  sparklines: Record<string, Shapes['Sparkline']>
}

/** The symbols under headings that sort; scrolls sideways in its own region where it must. */
export function ScanTable({ rows, view, onView, watched, sparklines }: ScanTableProps) {
  const hidden = useHiddenColumns()
  const watch = useWatch()
  const columns = COLUMNS.filter(({ id }) => !hidden.includes(id))
  const heading = { view, onView }
  return (
    <section
      aria-label="Scanned symbols"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      className="relative overflow-x-auto"
    >
      <table className="w-full border-collapse text-[0.93rem]">
        <caption className="sr-only">
          Scanned symbols; RSI, trend and volume of {view.tf} candles
        </caption>
        <thead>
          <tr className="border-b border-line">
            <Heading id="symbol" title="Symbol" isNumber={false} {...heading} />
            {columns.map(({ id, title, isNumber }) => (
              <Heading key={id} id={id} title={title} isNumber={isNumber} {...heading} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <ScanLine
              key={row.symbol}
              shown={{
                row,
                reading: readingOf(row, view.tf),
                why: `no ${view.tf} candles are kept of it`,
                sparkline: sparklines[row.symbol],
              }}
              columns={columns}
              isWatched={watched.has(row.symbol)}
              onWatch={(isWatched) => watch({ symbol: row.symbol, isWatched })}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface HeadingProps {
  id: Sort | 'day'
  title: string
  isNumber: boolean
  view: View
  onView: (view: View) => void
}

const ARROWS = { asc: '▲', desc: '▼' }
const IN_WORDS = { asc: 'ascending', desc: 'descending' } as const

function Heading({ id, title, isNumber, view, onView }: HeadingProps) {
  const sort = SORTS.find((each) => each === id)
  const isSorted = view.sort === id
  const first = isNumber ? 'desc' : 'asc'
  const side = isNumber ? 'text-right' : 'text-left'
  const place = id === 'symbol' ? 'sticky left-0 z-1 bg-surface' : ''
  return (
    <th
      scope="col"
      {...(isSorted ? { 'aria-sort': IN_WORDS[view.dir] } : {})}
      className={`${side} ${place} px-2.5 py-1.5 font-normal whitespace-nowrap text-faint`}
    >
      {sort === undefined ? (
        title
      ) : (
        <button
          type="button"
          className={`rounded hover:text-ink ${isSorted ? 'font-medium text-ink' : ''}`}
          onClick={() => onView({ ...view, sort, dir: isSorted ? turned(view.dir) : first })}
        >
          {title}
          <span aria-hidden="true" className="ml-1 inline-block w-[1em] text-[0.7em]">
            {isSorted && ARROWS[view.dir]}
          </span>
        </button>
      )}
    </th>
  )
}

function turned(dir: View['dir']): View['dir'] {
  return dir === 'asc' ? 'desc' : 'asc'
}
