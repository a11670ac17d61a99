import { epochMs, formatTime } from '@/format/time'
import { zone } from './preferences'

interface TimeProps {
  of: string | null | undefined
  style?: 'clock' | 'minute' | 'full'
}

/** A moment in the chosen zone; ISO on hover. */
export function Time({ of, style = 'minute' }: TimeProps) {
  const text = formatTime(of, zone.use(), style)
  if (!of || epochMs(of) === null) return <span>{text}</span>
  return (
    <time dateTime={of} title={of} className="whitespace-nowrap">
      {text}
    </time>
  )
}
