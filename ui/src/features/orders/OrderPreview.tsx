import type { Shapes } from '@/api/client'
import { Badge } from '@/design/Badge'
import { Button } from '@/design/Button'
import { InertText } from '@/design/InertText'
import { Verdicts } from '@/design/Verdicts'
import { formatMoney, formatQuantity } from '@/format/money'
import { symbolParts } from '@/format/symbol'
import type { Draft } from './draft'

interface OrderPreviewProps {
  preview: Shapes['PreviewView']
  draft: Draft
  isPending: boolean
  onSend: () => void
}

/** What every gate would say; only what all of them let through can be sent. */
export function OrderPreview({ preview, draft, isPending, onSend }: OrderPreviewProps) {
  const { base } = symbolParts(draft.symbol)
  return (
    <div
      data-testid="order-preview"
      data-approved={preview.is_approved}
      className="grid gap-2 border-t border-line pt-3 text-[0.93rem]"
    >
      <p className="flex flex-wrap items-center gap-2">
        <Badge tone={preview.is_approved ? 'up' : 'down'}>
          {preview.is_approved ? 'would be approved' : 'would be refused'}
        </Badge>
        {preview.is_approved && (
          <span>
            {preview.side} {formatQuantity(preview.quantity)} {base},{' '}
            {formatMoney(preview.notional)} notional, stop {formatQuantity(preview.stop_price)},
            target {formatQuantity(preview.take_profit_price)}
          </span>
        )}
      </p>
      {preview.reason && (
        <div className="text-warn">
          <InertText text={preview.reason} />
        </div>
      )}
      <Verdicts verdicts={preview.verdicts} />
      {preview.is_approved && (
        <p>
          <Button onClick={onSend} disabled={isPending} className="border-accent!">
            {isPending
              ? 'Sending…'
              : `Send: ${draft.side} ${formatQuantity(preview.quantity)} ${base}`}
          </Button>
        </p>
      )}
    </div>
  )
}
