import { type FormEvent, useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { Dialog } from '@/design/Dialog'
import { notify } from '@/design/notify'
import { RequestFailed } from '@/design/RequestFailed'
import { formatQuantity } from '@/format/money'
import { symbolParts } from '@/format/symbol'
import { amendOrder, useAct } from './acts'
import { DecimalField } from './DecimalField'
import { sayOrder } from './said'

interface AmendOrderProps {
  order: Shapes['OrderView']
  onClose: () => void
}

/** Changes size or price of a resting limit order; only what differs is sent. */
export function AmendOrder({ order, onClose }: AmendOrderProps) {
  const [quantity, setQuantity] = useState(order.quantity)
  const [price, setPrice] = useState(order.limit_price ?? '')
  const back = useAct(amendOrder, (told) => sayOrder('Change back', told, told.decision_id))
  const takeBack = () => {
    const before = { quantity: order.quantity, limit_price: order.limit_price }
    back
      .mutateAsync({ id: order.id, change: before })
      .catch((e: Error) =>
        notify({ text: `It was not changed back: ${e.message}`, isProblem: true }),
      )
  }
  const amend = useAct(amendOrder, (told) => {
    onClose()
    sayOrder('Change', told, told.decision_id, takeBack)
  })
  const { base } = symbolParts(order.symbol)
  const change = {
    ...(quantity === order.quantity ? {} : { quantity }),
    ...(price === order.limit_price ? {} : { limit_price: price }),
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    amend.mutate({ id: order.id, change })
  }
  return (
    <Dialog title={`Amend ${order.side} ${base}`} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-3">
        <p className="text-[0.93rem] text-muted">
          {formatQuantity(order.filled)} {base} are filled and count in the size. More size or
          another price meets the gates again.
        </p>
        <DecimalField
          label={`Whole size, ${base}`}
          value={quantity}
          onChange={setQuantity}
          isNeeded
        />
        <DecimalField label="Limit price" value={price} onChange={setPrice} isNeeded />
        {amend.error && <RequestFailed what="The order was not changed" error={amend.error} />}
        <div className="flex justify-end gap-2">
          <Button data-first-focus onClick={onClose}>
            Leave it
          </Button>
          <Button type="submit" disabled={amend.isPending || Object.keys(change).length === 0}>
            {amend.isPending ? 'Asking the venue…' : 'Change the order'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
