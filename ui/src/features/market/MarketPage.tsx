import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useMemo } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Empty } from '@/design/states'
import { BookPanel } from './BookPanel'
import { ChartPanel } from './ChartPanel'
import { FundingPanel } from './FundingPanel'
import { offered, frame as preferred } from './frames'
import { type Held, HeldPanel } from './HeldPanel'
import { levelsOf } from './marks'
import { QuoteLine } from './QuoteLine'
import { standingQuery, symbolsQuery } from './queries'
import { SignalPanel } from './SignalPanel'
import { SymbolSwitcher } from './SymbolSwitcher'
import { TechnicalPanel } from './TechnicalPanel'

interface MarketPageProps {
  symbol: string
  held: Held
  /** How old the account is. */
  accountAge: ReactNode
}

/** One symbol: its chart, its book, what the desk makes of it and what it holds of it. */
export function MarketPage(props: MarketPageProps) {
  const query = useQuery(symbolsQuery)
  return (
    <Answer query={query} what="the symbols" lines={12}>
      {({ items }) => {
        const charted = items.find(({ symbol }) => symbol === props.symbol)
        return charted ? (
          <Market {...props} charted={charted} symbols={items} />
        ) : (
          <Unfollowed symbol={props.symbol} />
        )
      }}
    </Answer>
  )
}

function Unfollowed({ symbol }: { symbol: string }) {
  return (
    <Empty title={`The desk does not follow ${symbol}`}>
      Name it in the desk's settings, or{' '}
      <Link to="/market" className="text-link underline">
        look at one that it follows
      </Link>
      .
    </Empty>
  )
}

interface MarketProps extends MarketPageProps {
  charted: Shapes['ChartedSymbol']
  symbols: readonly Shapes['ChartedSymbol'][]
}

function Market({ symbol, held, accountAge, charted, symbols }: MarketProps) {
  const { data: standing } = useQuery(standingQuery(symbol))
  const frame = offered(preferred.use(), charted.timeframes)
  const isSwap = charted.kind === 'swap'
  const { position, orders } = held
  const levels = useMemo(() => levelsOf(position ?? null, orders), [position, orders])
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3 xl:grid-cols-[minmax(0,1fr)_23rem]">
      <div className="grid min-w-0 gap-3">
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2 rounded-md border border-line bg-surface px-3 py-2">
          <h1 className="sr-only">Market of {symbol}</h1>
          <SymbolSwitcher symbol={symbol} symbols={symbols} />
          <QuoteLine symbol={symbol} tickSize={standing?.tick_size ?? null} />
          {standing?.is_live === false && (
            <span className="text-warn">The venue has suspended it: nothing may be opened.</span>
          )}
        </div>
        <ChartPanel
          key={`${symbol} ${frame}`}
          symbol={symbol}
          frame={frame}
          frames={charted.timeframes}
          levels={levels}
        />
        <TechnicalPanel symbol={symbol} />
      </div>
      <div className="grid min-w-0 gap-3 md:grid-cols-2 xl:grid-cols-1">
        {isSwap && <HeldPanel symbol={symbol} held={held} age={accountAge} />}
        {isSwap && <BookPanel symbol={symbol} />}
        {isSwap && <FundingPanel symbol={symbol} />}
        <SignalPanel symbol={symbol} />
      </div>
    </div>
  )
}
