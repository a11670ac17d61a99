import type { ReactNode } from 'react'

export interface Column<Row> {
  title: string
  cell: (row: Row) => ReactNode
  isNumber?: boolean
  /** Stays in sight at the right edge while the others scroll below it. */
  isPinned?: boolean
}

interface TableProps<Row> {
  /** Read aloud before the table, not drawn. */
  caption: string
  columns: readonly [Column<Row>, ...Column<Row>[]]
  rows: readonly Row[]
  keyOf: (row: Row) => string
}

/** Rows under named columns; the first column names its row. Scrolls sideways where it must. */
export function Table<Row>({ caption, columns, rows, keyOf }: TableProps<Row>) {
  const [first, ...others] = columns
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label={caption} tabIndex={0} className="relative overflow-x-auto">
      <table className="w-full border-collapse text-[0.93rem]">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line">
            {columns.map((column) => (
              <th
                key={column.title}
                scope="col"
                className={`${alignment(column)} align-bottom font-normal text-faint ${column.isNumber ? '' : 'whitespace-nowrap'}`}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="border-b border-line last:border-0 hover:bg-raised/60">
              <th scope="row" className={`${alignment(first)} font-medium whitespace-nowrap`}>
                {first.cell(row)}
              </th>
              {others.map((column) => (
                <td key={column.title} className={`${alignment(column)} whitespace-nowrap`}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function alignment<Row>({ isNumber, isPinned }: Column<Row>): string {
  const pinned = isPinned ? 'sticky right-0 bg-surface max-lg:border-l max-lg:border-line' : ''
  return `px-2 py-1.5 ${isNumber ? 'text-right' : 'text-left'} ${pinned}`
}
