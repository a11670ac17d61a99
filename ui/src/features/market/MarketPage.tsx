import { useQuery } from '@tanstack/react-query'
import { Answer } from '@/design/Answer'
import { Panel } from '@/design/Panel'
import { SymbolName } from '@/design/SymbolName'
import { CandleTable } from './CandleTable'
import { candlesOf } from './candles'
import { candlesQuery } from './queries'

/** One symbol: its candles. */
export function MarketPage({ symbol }: { symbol: string }) {
  const query = useQuery(candlesQuery(symbol))
  return (
    <div className="grid gap-3">
      <h1 className="text-[1.29rem]">
        <SymbolName of={symbol} />
      </h1>
      <Panel title="Candles">
        <Answer query={query} what="the candles" lines={8}>
          {({ candles }) => <CandleTable candles={candlesOf(candles)} />}
        </Answer>
      </Panel>
    </div>
  )
}
