import type { ReactNode } from 'react'
import { Button } from './Button'
import { Dialog } from './Dialog'
import { RequestFailed } from './RequestFailed'

interface ConfirmDialogProps {
  title: string
  /** What will be done, as the button says it. */
  act: string
  keep: string
  isPending: boolean
  error: (Error & { reasons?: readonly string[] }) | null
  onAct: () => void
  onClose: () => void
  children: ReactNode
}

/** A last question before something that cannot be taken back; the focus is on leaving it. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, act, keep, isPending, error, onAct, onClose, children } = props
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="text-[0.93rem]">{children}</div>
      {error && <RequestFailed what="It was not done, as far as is known" error={error} />}
      <div className="flex justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          {keep}
        </Button>
        <Button onClick={onAct} disabled={isPending} className="border-down! text-down!">
          {isPending ? 'Asking the venue…' : act}
        </Button>
      </div>
    </Dialog>
  )
}
