import { Link } from '@tanstack/react-router'
import type { Shapes } from '@/api/client'

type Scan = Shapes['ScanView']

const NAMES: Record<Shapes['Kind'], string> = {
  swap: 'swaps',
  coin: 'coins',
  stock: 'stocks',
}

/** What has no row, and why: switched off, not looked at yet, or nothing cached. */
export function Gaps({ scan }: { scan: Scan }) {
  const off = scan.kinds.filter(({ setting }) => setting !== null)
  const waiting = scan.kinds.filter(({ symbols, scanned_at }) => symbols > 0 && scanned_at === null)
  if (off.length + waiting.length + scan.missing.length === 0) return null
  return (
    <ul className="grid gap-0.5 border-t border-line px-3 py-2 text-[0.93rem] text-muted">
      {off.map(({ kind, setting }) => (
        <li key={kind} data-look="off">
          No {NAMES[kind]}: <code>{setting}</code> is off in app.yaml.{' '}
          <Link to="/settings" className="text-link underline underline-offset-2">
            Settings
          </Link>
        </li>
      ))}
      {waiting.map(({ kind }) => (
        <li key={kind} data-look="waiting">
          The scanner has not looked at {NAMES[kind]} yet; it does as soon as their candles are
          cached.
        </li>
      ))}
      {scan.missing.length > 0 && (
        <li data-look="missing">Nothing is cached of {scan.missing.join(', ')}.</li>
      )}
    </ul>
  )
}
