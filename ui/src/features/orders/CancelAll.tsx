import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { ConfirmDialog } from '@/design/ConfirmDialog'
import { formatQuantity } from '@/format/money'
import { symbolParts } from '@/format/symbol'
import { cancelOrders, useAct } from './acts'
import { isProtection } from './OrderActs'

type Order = Shapes['OrderView']

/** Takes out everything that rests and protects nothing, after saying what that is. */
export function CancelAll({ orders }: { orders: readonly Order[] }) {
  const [isOpen, setOpen] = useState(false)
  const cancel = useAct(cancelOrders, () => setOpen(false))
  const resting = orders.filter((order) => !isProtection(order))
  const protecting = orders.length - resting.length
  const many = `${resting.length} ${resting.length === 1 ? 'order' : 'orders'}`
  if (resting.length === 0 && !isOpen) return null
  return (
    <>
      <Button
        onClick={() => {
          cancel.reset()
          setOpen(true)
        }}
      >
        Cancel all…
      </Button>
      {isOpen && (
        <ConfirmDialog
          title="Cancel all orders"
          act={`Cancel ${many}`}
          keep="Keep them"
          isPending={cancel.isPending}
          error={cancel.error}
          onAct={() => cancel.mutate(resting.map(({ id }) => id))}
          onClose={() => setOpen(false)}
        >
          <p>Takes out what rests of {many}; what is filled stays:</p>
          <ul className="my-1 list-disc pl-5">
            {resting.map((order) => (
              <li key={order.id}>{restOf(order)}</li>
            ))}
          </ul>
          {protecting > 0 && (
            <p className="text-muted">
              {protecting} stops and targets stay: they protect positions.
            </p>
          )}
        </ConfirmDialog>
      )}
    </>
  )
}

/** "buy 0.05 of 0.1 BTC filled, at 96,000". */
function restOf({ side, symbol, filled, quantity, limit_price }: Order): string {
  const { base } = symbolParts(symbol)
  const price = limit_price === null ? '' : `, at ${formatQuantity(limit_price)}`
  return `${side} ${formatQuantity(quantity)} ${base}, of that ${formatQuantity(filled)} filled${price}`
}
