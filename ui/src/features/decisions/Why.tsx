import { Time } from '@/design/Time'

const MOMENT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/

/** A sentence of the desk, inert; the moments in it by the page's clock. */
export function Why({ text }: { text: string }) {
  return (
    <span className="whitespace-pre-wrap wrap-anywhere">
      {text.split(MOMENT).map((part, place) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one sentence never change places
        place % 2 === 1 ? <Time key={place} of={part} style="full" /> : part,
      )}
    </span>
  )
}
