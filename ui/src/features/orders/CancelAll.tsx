import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { ConfirmDialog } from '@/design/ConfirmDialog'
import { CancelProgress } from './CancelProgress'
import { useCancelAll } from './cancel_all'
import { isProtection } from './OrderActs'
import { restOf } from './said'

type Order = Shapes['OrderView']

/** Takes out everything that rests and protects nothing, after saying what that is. */
export function CancelAll({ orders }: { orders: readonly Order[] }) {
  const { steps, isPending, cancel, forget } = useCancelAll()
  const [isAsking, setAsking] = useState(false)
  // What was confirmed: it stays in sight while the venue answers.
  const [confirmed, setConfirmed] = useState<readonly Order[] | null>(null)
  const resting = orders.filter((order) => !isProtection(order))
  const close = () => {
    setAsking(false)
    setConfirmed(null)
  }
  const act = () => {
    setAsking(false)
    setConfirmed(resting)
    forget()
    cancel(resting.map(({ id }) => id))
  }
  return (
    <>
      {resting.length > 0 && <Button onClick={() => setAsking(true)}>Cancel all…</Button>}
      {isAsking && (
        <Question
          resting={resting}
          protecting={orders.length - resting.length}
          isPending={isPending}
          onAct={act}
          onClose={close}
        />
      )}
      {confirmed && (
        <CancelProgress
          orders={confirmed}
          steps={steps}
          isPending={isPending}
          onAgain={cancel}
          onClose={close}
        />
      )}
    </>
  )
}

interface QuestionProps {
  resting: readonly Order[]
  protecting: number
  isPending: boolean
  onAct: () => void
  onClose: () => void
}

function Question({ resting, protecting, isPending, onAct, onClose }: QuestionProps) {
  const many = `${resting.length} ${resting.length === 1 ? 'order' : 'orders'}`
  return (
    <ConfirmDialog
      title="Cancel all orders"
      act={`Cancel ${many}`}
      keep="Keep them"
      isPending={isPending}
      error={null}
      onAct={onAct}
      onClose={onClose}
    >
      <p>Takes out what rests of {many}; what is filled stays:</p>
      <ul className="my-1 list-disc pl-5">
        {resting.map((order) => (
          <li key={order.id}>{restOf(order)}</li>
        ))}
      </ul>
      {protecting > 0 && (
        <p className="text-muted">
          {protecting === 1
            ? '1 stop or target stays: it protects a position.'
            : `${protecting} stops and targets stay: they protect positions.`}
        </p>
      )}
    </ConfirmDialog>
  )
}
