import { useEffect, useState } from 'react'
import { Button } from './Button'
import { Icon } from './Icon'
import { dismiss, type Notice, useNotices } from './notify'

const SHOWN_MS = 8_000

/** What came of the latest acts: read out politely, gone by itself unless it is a problem. */
export function Notices() {
  const notices = useNotices()
  return (
    <section
      aria-label="Notices"
      className="pointer-events-none fixed right-3 bottom-16 z-30 grid w-[min(26rem,calc(100vw-1.5rem))] gap-2 sm:bottom-12"
    >
      <div role="status" className="grid gap-2">
        {notices.map((notice) => (
          <NoticeCard key={notice.id} notice={notice} />
        ))}
      </div>
    </section>
  )
}

/** One notice; it waits while it is pointed at or has focus. */
export function NoticeCard({ notice }: { notice: Notice }) {
  const { id, text, link, undo, isProblem } = notice
  const [isHeld, setIsHeld] = useState(false)
  const stays = isProblem || isHeld
  useEffect(() => {
    if (stays) return
    const timer = setTimeout(() => dismiss(id), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [id, stays])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing and focus only hold it, they do nothing
    <div
      data-testid="notice"
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
      className={`pointer-events-auto flex items-start gap-3 rounded-md border bg-surface px-3 py-2 text-[0.93rem] shadow-xl ${isProblem ? 'border-down' : 'border-line-strong'}`}
    >
      <p className={`min-w-0 flex-1 wrap-anywhere ${isProblem ? 'text-down' : ''}`}>
        {text} {link}
      </p>
      {undo && (
        <Button
          onClick={() => {
            dismiss(id)
            undo()
          }}
        >
          Undo
        </Button>
      )}
      <button
        type="button"
        aria-label="Dismiss"
        title="Dismiss"
        onClick={() => dismiss(id)}
        className="grid size-6 shrink-0 place-items-center rounded text-muted hover:text-ink"
      >
        <Icon of="close" />
      </button>
    </div>
  )
}
