import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '@/design/Button'
import { RequestFailed } from '@/design/RequestFailed'
import { placeOrder, previewOrder, useAct } from './acts'
import { bodyOf, type Draft, EMPTY } from './draft'
import { OrderFields } from './OrderFields'
import { OrderPreview } from './OrderPreview'
import { Placed } from './Placed'

interface OrderFormProps {
  symbols: readonly string[]
  /** The symbol to begin with, where there is such a one. */
  wanted?: string | undefined
}

/** An order by hand: what the gates would say comes first, sending second. */
export function OrderForm({ symbols, wanted }: OrderFormProps) {
  const [typed, setTyped] = useState<Draft>(EMPTY)
  const [key, setKey] = useState('')
  const first = symbols.find((symbol) => symbol === wanted) ?? symbols[0] ?? ''
  const draft = { ...typed, symbol: typed.symbol || first }
  const preview = useMutation({
    mutationFn: previewOrder,
    onSuccess: () => setKey(crypto.randomUUID()),
  })
  const place = useAct(placeOrder)
  const change = (changes: Partial<Draft>) => {
    setTyped({ ...draft, ...changes })
    preview.reset()
    place.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    place.reset()
    preview.mutate(bodyOf(draft))
  }
  return (
    <div className="grid gap-3 p-3">
      <form onSubmit={submit} className="grid gap-3" aria-label="Order by hand">
        <OrderFields draft={draft} symbols={symbols} onChange={change} />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" disabled={preview.isPending || draft.symbol === ''}>
            {preview.isPending ? 'Asking the gates…' : 'Preview'}
          </Button>
          <span className="text-[0.86rem] text-faint">Nothing is sent by a preview.</span>
        </div>
      </form>
      {preview.error && <RequestFailed what="There is no preview" error={preview.error} />}
      {preview.data && !place.data && (
        <OrderPreview
          preview={preview.data}
          draft={draft}
          isPending={place.isPending}
          onSend={() => place.mutate({ body: bodyOf(draft), key })}
        />
      )}
      {place.error && <NotPlaced error={place.error} />}
      <div role="status">{place.data && <Placed placed={place.data} />}</div>
    </div>
  )
}

function NotPlaced({ error }: { error: Error & { status?: number | null } }) {
  const isUnknown = error.status === null || error.status === undefined
  return (
    <RequestFailed
      what={
        isUnknown
          ? 'Nobody knows whether it was sent; sending again is the same order'
          : 'Nothing was sent'
      }
      error={error}
    />
  )
}
