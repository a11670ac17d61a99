import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'

interface DialogProps {
  title: string
  onClose: () => void
  children: ReactNode
}

/**
 * A modal question. The browser keeps focus inside, and gives it back afterwards; Escape closes.
 * Whatever carries `data-first-focus` has focus at first.
 */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const shown = dialog.current
    if (shown === null) return
    shown.showModal()
    shown.querySelector<HTMLElement>('[data-first-focus]')?.focus()
    return () => shown.close()
  }, [])
  useLayoutEffect(() => {
    const shown = dialog.current
    // The dialog has no padding of its own: only a click beside it meets the element itself.
    const leave = (event: MouseEvent) => event.target === shown && onClose()
    shown?.addEventListener('click', leave)
    return () => shown?.removeEventListener('click', leave)
  }, [onClose])
  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      className="m-auto max-h-[90dvh] w-[min(36rem,94vw)] overflow-y-auto rounded-md border border-line-strong bg-surface p-0 text-left text-base font-normal whitespace-normal text-ink shadow-xl backdrop:bg-ground/75"
    >
      <h2 id={id} className="border-b border-line px-4 py-2.5 font-semibold">
        {title}
      </h2>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-3 p-4">{children}</div>
    </dialog>
  )
}
