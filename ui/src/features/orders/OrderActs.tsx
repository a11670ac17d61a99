import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { ConfirmDialog } from '@/design/ConfirmDialog'
import { formatQuantity } from '@/format/money'
import { symbolParts } from '@/format/symbol'
import { AmendOrder } from './AmendOrder'
import { cancelOrder, useAct } from './acts'
import { sayOrder } from './said'

type Order = Shapes['OrderView']

const PROTECTION: readonly string[] = ['stop', 'take_profit']
const RESTING: readonly string[] = ['accepted', 'partial']

/** What a person may do with an open order. */
export function OrderActs({ order }: { order: Order }) {
  const [open, setOpen] = useState<'amend' | 'cancel' | null>(null)
  const close = () => setOpen(null)
  const { base } = symbolParts(order.symbol)
  if (isProtection(order)) {
    return <span className="text-faint">protects a position</span>
  }
  return (
    <span className="flex flex-col gap-1 sm:flex-row sm:gap-1.5">
      {order.kind === 'limit' && RESTING.includes(order.state) && (
        <Button aria-label={`Amend… ${base}`} onClick={() => setOpen('amend')}>
          Amend…
        </Button>
      )}
      <Button aria-label={`Cancel… ${base}`} onClick={() => setOpen('cancel')}>
        Cancel…
      </Button>
      {open === 'amend' && <AmendOrder order={order} onClose={close} />}
      {open === 'cancel' && <CancelOrder order={order} onClose={close} />}
    </span>
  )
}

/** A stop or a target: it goes with its position and is not canceled by hand. */
export function isProtection({ purpose }: Order): boolean {
  return PROTECTION.includes(purpose)
}

function CancelOrder({ order, onClose }: { order: Order; onClose: () => void }) {
  const cancel = useAct(cancelOrder, (told) => {
    onClose()
    sayOrder('Cancel', told, told.decision_id)
  })
  const { base } = symbolParts(order.symbol)
  return (
    <ConfirmDialog
      title={`Cancel ${order.side} ${base}`}
      act="Cancel the order"
      keep="Keep it"
      isPending={cancel.isPending}
      error={cancel.error}
      onAct={() => cancel.mutate(order.id)}
      onClose={onClose}
    >
      Takes out what rests of {formatQuantity(order.quantity)} {base}
      {order.limit_price && ` at ${formatQuantity(order.limit_price)}`}; what is filled (
      {formatQuantity(order.filled)} {base}) stays.
    </ConfirmDialog>
  )
}
