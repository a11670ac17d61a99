import { type ReactNode, useEffect, useId, useRef, useState } from 'react'

interface FlyoutProps {
  /** What the button is called. */
  label: string
  /** What the button shows. */
  face: ReactNode
  side: 'below' | 'above'
  className?: string
  children: (close: () => void) => ReactNode
}

const PLACES = { below: 'top-full mt-1.5', above: 'bottom-full mb-1.5' }

/** A button with a small page of its own; Escape, a click elsewhere or leaving it closes it. */
export function Flyout({ label, face, side, className = '', children }: FlyoutProps) {
  const [isOpen, setIsOpen] = useState(false)
  const id = useId()
  const whole = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const close = () => setIsOpen(false)
  useEffect(() => {
    if (!isOpen) return
    const leave = (event: Event) => {
      if (event.target instanceof Node && !whole.current?.contains(event.target)) setIsOpen(false)
    }
    const leaveByKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      setIsOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', leave)
    document.addEventListener('focusin', leave)
    document.addEventListener('keydown', leaveByKey)
    return () => {
      document.removeEventListener('pointerdown', leave)
      document.removeEventListener('focusin', leave)
      document.removeEventListener('keydown', leaveByKey)
    }
  }, [isOpen])
  return (
    <div ref={whole} className="relative grid">
      <button
        ref={button}
        type="button"
        aria-label={label}
        title={label}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setIsOpen(!isOpen)}
        className={className}
      >
        {face}
      </button>
      <section
        id={id}
        aria-label={label}
        hidden={!isOpen}
        className={`${PLACES[side]} absolute right-0 z-20 max-h-[80dvh] w-max max-w-[94vw] overflow-y-auto rounded-md border border-line-strong bg-surface p-3 shadow-xl`}
      >
        {isOpen && children(close)}
      </section>
    </div>
  )
}
