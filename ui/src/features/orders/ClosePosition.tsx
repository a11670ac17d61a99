import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { ConfirmDialog } from '@/design/ConfirmDialog'
import { formatMoney, formatQuantity, formatSigned } from '@/format/money'
import { symbolParts } from '@/format/symbol'
import { closePosition, useAct } from './acts'
import { sayOrder } from './said'

type Position = Shapes['PositionView']

/** Closes one position at the market, after saying what that comes to. */
export function ClosePosition({ position }: { position: Position }) {
  const [key, setKey] = useState<string | null>(null)
  const close = useAct(closePosition, (told) => {
    setKey(null)
    sayOrder('Close', told.order, told.record_id)
  })
  const { symbol } = position
  const { base } = symbolParts(symbol)
  return (
    <>
      <Button
        aria-label={`Close… ${base}`}
        onClick={() => {
          close.reset()
          setKey(crypto.randomUUID())
        }}
      >
        Close…
      </Button>
      {key !== null && (
        <ConfirmDialog
          title={`Close ${base}`}
          act={`Close ${formatQuantity(position.quantity)} ${base}`}
          keep="Keep it"
          isPending={close.isPending}
          error={close.error}
          onAct={() => close.mutate({ symbol, key })}
          onClose={() => setKey(null)}
        >
          <p>{consequence(position)}</p>
          <p className="text-muted">Its stop and target are taken out with it.</p>
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
