import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ChartLevel } from '@/charts/candles'
import { Answer } from '@/design/Answer'
import { Disclosure } from '@/design/Disclosure'
import { Panel } from '@/design/Panel'
import { Segmented } from '@/design/Segmented'
import { Empty } from '@/design/states'
import { CandleTable } from './CandleTable'
import type { Known } from './candles'
import { FRAME_MS, type Frame, frame as preferred } from './frames'
import { LiveChart } from './LiveChart'
import { marksOf } from './marks'
import { candlesQuery, tradesQuery, useOlderCandles } from './queries'
import { Reach } from './Reach'
import { StaleChart } from './StaleChart'
import { Toggles } from './Toggles'
import { TradeList } from './TradeList'

interface ChartPanelProps {
  symbol: string
  frame: Frame
  frames: readonly Frame[]
  levels: readonly ChartLevel[]
}

/** Candles with everything that is drawn on them, and the same as tables. */
export function ChartPanel({ symbol, frame, frames, levels }: ChartPanelProps) {
  const query = useQuery(candlesQuery(symbol, frame))
  return (
    <Panel
      title="Candles"
      aside={
        <div className="flex flex-wrap items-center gap-2">
          <Segmented
            label="Candle length"
            value={frame}
            choices={frames.map((value) => ({ value, text: value }))}
            onChange={preferred.set}
          />
          <Toggles />
        </div>
      }
    >
      <Answer query={query} what="the candles" lines={12}>
        {(known) => <Drawn symbol={symbol} frame={frame} known={known} levels={levels} />}
      </Answer>
    </Panel>
  )
}

interface DrawnProps {
  symbol: string
  frame: Frame
  known: Known
  levels: readonly ChartLevel[]
}

function Drawn({ symbol, frame, known, levels }: DrawnProps) {
  const { rows, open } = known
  const older = useOlderCandles(symbol, frame)
  const trades = useQuery(tradesQuery(symbol, rows[0]?.at ?? open?.at ?? null))
  const own = useMemo(
    () => trades.data?.items.filter((trade) => trade.symbol === symbol) ?? [],
    [trades.data, symbol],
  )
  const marks = useMemo(
    () => marksOf(own, open === null ? rows : [...rows, open], FRAME_MS[frame]),
    [own, rows, open, frame],
  )
  if (rows.length === 0 && open === null) {
    return (
      <Empty title={`No ${frame} candle of ${symbol} is known yet`}>
        Candles come with the collector's next scan; another length may have some already.
      </Empty>
    )
  }
  const askOlder = () => {
    if (!known.isWhole && !older.isPending) older.mutate()
  }
  return (
    <>
      <StaleChart symbol={symbol}>
        <LiveChart
          symbol={symbol}
          frame={frame}
          known={known}
          levels={levels}
          marks={marks}
          onBegin={askOlder}
        />
      </StaleChart>
      <div className="grid gap-1 border-t border-line px-3 py-2">
        <Reach known={known} isAsking={older.isPending} error={older.error} onOlder={askOlder} />
        <Disclosure summary="The last 30 candles as a table">
          <div className="max-h-80 overflow-y-auto">
            <CandleTable rows={rows} open={open} tickSize={known.tickSize} />
          </div>
        </Disclosure>
        <TradeList query={trades} trades={own} tickSize={known.tickSize} />
      </div>
    </>
  )
}
