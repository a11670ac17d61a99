import { useQuery } from '@tanstack/react-query'
import { Answer } from '@/design/Answer'
import { Button } from '@/design/Button'
import { Panel } from '@/design/Panel'
import { Empty } from '@/design/states'
import { ColumnPicker } from './ColumnPicker'
import { ContextStrip } from './ContextStrip'
import { useHiddenColumns } from './chosen_columns'
import { COLUMNS } from './columns'
import { FilterBar } from './FilterBar'
import { Gaps } from './Gaps'
import { type ScanRow, scanQuery, sparklinesQuery } from './queries'
import { shownRows } from './rows'
import { ScanTable } from './ScanTable'
import { isFiltered, USUAL, type View } from './view'
import { useWatched } from './watching'

interface ScannerPageProps {
  view: View
  onView: (view: View) => void
}

/** Every symbol of the desk with what technical analysis says of it. */
export function ScannerPage({ view, onView }: ScannerPageProps) {
  const scan = useQuery(scanQuery)
  const { data: lines } = useQuery(sparklinesQuery)
  const watched = useWatched()
  const every = scan.data?.rows ?? []
  const rows = shownRows(every, view, watched)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h1 className="sr-only">Scanner</h1>
      <ContextStrip />
      <Panel
        title="Scanner"
        aside={
          <span className="flex items-center gap-3 text-[0.93rem]">
            <span role="status" className="text-muted">
              {rows.length} of {every.length}
            </span>
            {rows.length > 0 && <Sheet rows={rows} view={view} />}
            <ColumnPicker />
          </span>
        }
      >
        <FilterBar view={view} onView={onView} />
        <Answer query={scan} what="the scanner" lines={14}>
          {(found) => (
            <>
              {rows.length > 0 ? (
                <ScanTable
                  rows={rows}
                  view={view}
                  onView={onView}
                  watched={watched}
                  sparklines={lines?.items ?? {}}
                />
              ) : (
                <Nothing view={view} onView={onView} />
              )}
              <Gaps scan={found} />
            </>
          )}
        </Answer>
      </Panel>
    </div>
  )
}

function Nothing({ view, onView }: ScannerPageProps) {
  if (!isFiltered(view)) {
    return (
      <Empty title="Nothing is scanned yet">
        Rows come as soon as the collector has prices and candles; the status page says how it is
        doing.
      </Empty>
    )
  }
  return (
    <div className="grid justify-items-center pb-6">
      <Empty title="No symbol passes the filters" />
      <Button onClick={() => onView({ ...USUAL, sort: view.sort, dir: view.dir, tf: view.tf })}>
        Clear the filters
      </Button>
    </div>
  )
}

function Sheet({ rows, view }: { rows: readonly ScanRow[]; view: View }) {
  const hidden = useHiddenColumns()
  const shown = COLUMNS.filter(({ id }) => !hidden.includes(id))
  const query = new URLSearchParams({
    timeframe: view.tf,
    symbols: rows.map(({ symbol }) => symbol).join(),
    columns: ['symbol', 'kind', 'timeframe', ...shown.flatMap(({ sheet }) => sheet)].join(),
  })
  return (
    <a
      href={`/api/scanner.csv?${query}`}
      download="scanner.csv"
      className="text-link underline decoration-link/40 underline-offset-2"
    >
      As CSV
    </a>
  )
}
