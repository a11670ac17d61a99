import { useEffect, useState } from 'react'
import type { Candle } from '@/charts/candles'
import { epochMs } from '@/format/time'
import type { LivePrice } from '@/live/frames'
import { useLive } from '@/live/LiveProvider'
import { grown } from './growing'

/** What follows the closed candles of a symbol, moved by every price that is pushed. */
export function useGrowing(symbol: string, open: Candle | null, stepMs: number): readonly Candle[] {
  const { prices } = useLive()
  const [growing, setGrowing] = useState<readonly Candle[]>([])
  useEffect(() => {
    const take = () =>
      setGrowing((before) => grown(before, open, pointOf(prices.of(symbol)), stepMs))
    take()
    return prices.subscribe(symbol, take)
  }, [prices, symbol, open, stepMs])
  return growing
}

function pointOf(price: LivePrice | null) {
  const at = epochMs(price?.exchange_time ?? price?.received_at)
  return price === null || at === null ? null : { price: price.price, at }
}
