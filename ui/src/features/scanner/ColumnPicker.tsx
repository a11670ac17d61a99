import { Flyout } from '@/design/Flyout'
import { showColumn, useHiddenColumns } from './chosen_columns'
import { COLUMNS } from './columns'

/** Which columns are shown. */
export function ColumnPicker() {
  const hidden = useHiddenColumns()
  return (
    <Flyout
      label="Columns"
      face="Columns"
      side="below"
      className="min-h-7 rounded border border-line-strong bg-raised px-2.5 text-[0.93rem] font-medium hover:border-muted"
    >
      {() => (
        <ul className="grid gap-1.5">
          {COLUMNS.map(({ id, title }) => (
            <li key={id}>
              <label className="flex items-center gap-2">
                <input
                  type="checkbox"
                  checked={!hidden.includes(id)}
                  onChange={({ target }) => showColumn(id, target.checked)}
                />
                {title}
              </label>
            </li>
          ))}
        </ul>
      )}
    </Flyout>
  )
}
