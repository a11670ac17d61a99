import { useMemo, useState } from 'react'
import type { Shapes } from '@/api/client'
import { type BoardColumn, boardColumns } from './columns'
import { type Sorting, sorted } from './ranking'
import { scaleOf } from './Sharpe'

const RANKED: Sorting = { title: 'Contender', isDescending: false }
const CELL = 'px-2.5 py-1.5 align-top'

/** Every contender with every figure, sorted by any of them. */
export function Leaderboard({ rows }: { rows: readonly Shapes['ArenaRow'][] }) {
  const [sorting, setSorting] = useState(RANKED)
  const ranked = useMemo(() => rows.map((row, place) => ({ ...row, rank: place + 1 })), [rows])
  const columns = useMemo(() => boardColumns(scaleOf(ranked)), [ranked])
  const [first, ...others] = columns
  const by = columns.find(({ title }) => title === sorting.title) ?? first
  const shown = sorted(ranked, by.figure, sorting.isDescending)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section aria-label="Every figure" tabIndex={0} className="relative isolate overflow-x-auto">
        <table className="w-full border-collapse text-[0.93rem]">
          <caption className="sr-only">
            Leaderboard, the best final equity first unless sorted
          </caption>
          <thead>
            <tr className="border-b border-line">
              {columns.map((column) => (
                <Heading key={column.title} column={column} sorting={sorting} onSort={setSorting} />
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr
                key={row.contender}
                data-testid="contender"
                className="border-b border-line last:border-0 hover:bg-raised/60"
              >
                <th
                  scope="row"
                  className={`${CELL} bg-surface text-left font-medium sm:sticky sm:left-0 sm:z-1`}
                >
                  {first.cell(row)}
                </th>
                {others.map((column) => (
                  <td
                    key={column.title}
                    className={`${CELL} whitespace-nowrap ${column.isNumber ? 'text-right' : 'text-left'}`}
                  >
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className="border-t border-line px-3 py-2 text-[0.86rem] text-faint">
        Intervals that share a value with that of buy-and-hold cannot tell a contender from it on
        this tape. Many contenders on one tape are a lottery with many tickets: the best of them
        looks better than it is.
      </p>
    </>
  )
}

interface HeadingProps {
  column: BoardColumn
  sorting: Sorting
  onSort: (sorting: Sorting) => void
}

/** A column's name, which sorts by it; pressed again it turns the order. Figures begin with the highest. */
function Heading({ column, sorting, onSort }: HeadingProps) {
  const isChosen = sorting.title === column.title
  const order = sorting.isDescending ? 'descending' : 'ascending'
  const next = isChosen ? !sorting.isDescending : column.title !== RANKED.title
  return (
    <th
      scope="col"
      aria-sort={isChosen ? order : undefined}
      className={`px-1 py-1 align-bottom font-normal text-faint ${column.isNumber ? 'text-right' : 'text-left'}`}
    >
      <button
        type="button"
        title={column.about}
        onClick={() => onSort({ title: column.title, isDescending: next })}
        className={`relative rounded px-1.5 py-0.5 text-inherit [text-align:inherit] hover:text-ink ${isChosen ? 'font-medium text-ink' : ''}`}
      >
        {column.title}
        <span aria-hidden="true" className="absolute -right-1 bottom-1 w-2 text-[0.7em]">
          {isChosen && (sorting.isDescending ? '▼' : '▲')}
        </span>
      </button>
    </th>
  )
}
