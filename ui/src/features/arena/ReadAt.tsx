import { Time } from '@/design/Time'

/** When the desk gave what is shown. */
export function ReadAt({ at }: { at: number }) {
  if (at === 0) return null
  return (
    <span className="text-[0.86rem] text-faint">
      read <Time of={new Date(at).toISOString()} style="clock" />
    </span>
  )
}
