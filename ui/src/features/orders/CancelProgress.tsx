import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Badge } from '@/design/Badge'
import { Button } from '@/design/Button'
import { Dialog } from '@/design/Dialog'
import { OrderStateBadge } from '@/design/OrderStateBadge'
import type { Step } from './cancel_all'
import { orderQuery } from './queries'
import { restOf } from './said'

type Order = Shapes['OrderView']

interface CancelProgressProps {
  orders: readonly Order[]
  steps: ReadonlyMap<string, Step>
  isPending: boolean
  /** Ask once more for those that stay. */
  onAgain: (ids: readonly string[]) => void
  onClose: () => void
}

/** What becomes of each order, until the venue confirms it. */
export function CancelProgress(props: CancelProgressProps) {
  const { orders, steps, isPending, onAgain, onClose } = props
  const kept = orders.filter(({ id }) => steps.get(id)?.at === 'kept').map(({ id }) => id)
  return (
    <Dialog title="Canceling all orders" onClose={onClose}>
      <ul
        aria-label="What becomes of each"
        aria-live="polite"
        className="grid gap-2 text-[0.93rem]"
      >
        {orders.map((order) => (
          <li
            key={order.id}
            className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1"
          >
            <span>{restOf(order)}</span>
            <Progress of={steps.get(order.id)} />
          </li>
        ))}
      </ul>
      {isPending && (
        <p className="text-[0.93rem] text-muted">
          Closing this stops nothing: what was asked for goes on.
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          Close
        </Button>
        {kept.length > 0 && !isPending && (
          <Button onClick={() => onAgain(kept)}>Ask again for {kept.length}</Button>
        )}
      </div>
    </Dialog>
  )
}

function Progress({ of: step }: { of: Step | undefined }) {
  if (step === undefined || step.at === 'waiting') return <Badge>waiting</Badge>
  if (step.at === 'asked') return <Badge>asking the venue…</Badge>
  if (step.at === 'answered') return <Confirmed order={step.order} />
  return <span className="basis-full text-down">Stays, as far as is known: {step.why}</span>
}

function Confirmed({ order }: { order: Order }) {
  const { data } = useQuery(orderQuery(order))
  return <OrderStateBadge of={data.state} />
}
