import type { Shapes } from '@/api/client'
import { zone } from '@/design/preferences'
import { formatTime } from '@/format/time'

interface RunChooserProps {
  arenas: readonly Shapes['ArenaView'][]
  chosen: string
  onChoose: (run: string) => void
}

/** Which of the last arenas is shown. */
export function RunChooser({ arenas, chosen, onChoose }: RunChooserProps) {
  const shownZone = zone.use()
  return (
    <label className="flex min-w-0 items-center gap-1.5 text-[0.93rem] text-muted">
      Run
      <select
        value={chosen}
        onChange={({ target }) => onChoose(target.value)}
        className="min-h-7 min-w-0 rounded border border-line-strong bg-ground px-2 text-ink"
      >
        {arenas.map((arena) => (
          <option key={arena.run} value={arena.run}>
            {`${formatTime(arena.finished_at, shownZone, 'minute')} · ${arena.rows.length} contenders · ${arena.days.toFixed(1)} days`}
          </option>
        ))}
      </select>
    </label>
  )
}
