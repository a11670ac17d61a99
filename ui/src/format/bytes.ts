// Turns amounts of memory into text.
import { UNKNOWN } from '@/format/money'

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
const STEP = 1024

/** "512 B", "1.5 MiB", "2 GiB"; "—" when unknown. */
export function formatBytes(bytes: number | null | undefined): string {
  if (bytes === null || bytes === undefined || !Number.isFinite(bytes)) return UNKNOWN
  const power = Math.min(
    UNITS.length - 1,
    Math.floor(Math.log(Math.max(1, bytes)) / Math.log(STEP)),
  )
  const amount = bytes / STEP ** power
  return `${amount.toFixed(power > 0 && amount < 10 && amount % 1 !== 0 ? 1 : 0)} ${UNITS[power]}`
}
