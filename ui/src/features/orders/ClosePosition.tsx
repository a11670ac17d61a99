import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { ConfirmDialog } from '@/design/ConfirmDialog'
import { formatMoney, formatQuantity, formatSigned } from '@/format/money'
import { symbolParts } from '@/format/symbol'
import { closePosition, useAct } from './acts'
import { DecimalField } from './DecimalField'
import { sayOrder } from './said'

type Position = Shapes['PositionView']

/** Closes one position at the market, after saying what that comes to. */
export function ClosePosition({ position }: { position: Position }) {
  const [key, setKey] = useState<string | null>(null)
  const close = useAct(closePosition, (told) => {
    setKey(null)
    sayOrder('Close', told.order, told.record_id)
  })
  const [part, setPart] = useState('')
  const { symbol } = position
  const { base } = symbolParts(symbol)
  const size = part || position.quantity
  return (
    <>
      <Button
        aria-label={`Close… ${base}`}
        onClick={() => {
          close.reset()
          setPart('')
          setKey(crypto.randomUUID())
        }}
      >
        Close…
      </Button>
      {key !== null && (
        <ConfirmDialog
          title={`Close ${base}`}
          act={`Close ${formatQuantity(size)} ${base}`}
          keep="Keep it"
          isPending={close.isPending}
          error={close.error}
          onAct={() => close.mutate({ symbol, key, quantity: part || null })}
          onClose={() => setKey(null)}
        >
          <p>{consequence(position)}</p>
          <p className="text-muted">
            {part
              ? `Only ${formatQuantity(part)} ${base} of it, in whole lots; stop and target stay for the rest.`
              : 'Its stop and target are taken out with it.'}
          </p>
          <div className="mt-2 max-w-64">
            <DecimalField
              label={`Part in ${base} (optional; empty: all)`}
              value={part}
              onChange={(typed) => {
                setPart(typed)
                setKey(crypto.randomUUID())
              }}
            />
          </div>
        </ConfirmDialog>
      )}
    </>
  )
}

/** "Closes the long of 0.05 BTC at the market: 4,827.16 notional, ≈ +26.59 before fees." */
function consequence(held: Position): string {
  const { base } = symbolParts(held.symbol)
  return (
    `Closes the ${held.side} of ${formatQuantity(held.quantity)} ${base} at the market: ` +
    `${formatMoney(held.notional)} notional, ≈ ${formatSigned(held.unrealized_pnl)} before fees.`
  )
}
