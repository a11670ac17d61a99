import { Button } from '@/design/Button'
import { Time } from '@/design/Time'
import { formatCount } from '@/format/money'
import type { Known } from './candles'

interface ReachProps {
  known: Known
  isAsking: boolean
  error: Error | null
  onOlder: () => void
}

/** How far back the chart reaches, and the way further back for whoever does not drag it. */
export function Reach({ known: { rows, isWhole }, isAsking, error, onOlder }: ReachProps) {
  const [first] = rows
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 text-[0.93rem] text-faint">
      <p role="status">
        {formatCount(rows.length)} closed candles
        {first && (
          <>
            {' since '}
            <Time of={new Date(first.at).toISOString()} />
          </>
        )}
        {isWhole && ', all that are kept'}
        {error && (
          <span className="text-warn">; older ones could not be read: {error.message}</span>
        )}
      </p>
      {!isWhole && (
        <Button onClick={onOlder} disabled={isAsking}>
          {isAsking ? 'Reading…' : 'Older candles'}
        </Button>
      )}
    </div>
  )
}
