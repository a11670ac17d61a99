import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { INPUT_LOOK } from '@/design/Field'
import { symbolParts } from '@/format/symbol'
import { takeSteps } from './stepping'

type Charted = Shapes['ChartedSymbol']

const KINDS = [
  { kind: 'swap', title: 'Swaps' },
  { kind: 'coin', title: 'Spot coins' },
  { kind: 'stock', title: 'Stocks' },
] as const

interface SymbolSwitcherProps {
  symbol: string
  symbols: readonly Charted[]
}

/** The symbol that is shown: typed or chosen from the list, or the one beside it with [ and ]. */
export function SymbolSwitcher({ symbol, symbols }: SymbolSwitcherProps) {
  const navigate = useNavigate()
  const show = useCallback(
    (next: string) => void navigate({ to: '/market/$symbol', params: { symbol: next } }),
    [navigate],
  )
  const step = useCallback(
    (by: 1 | -1) => {
      const place = symbols.findIndex((one) => one.symbol === symbol)
      const next = symbols[(place + by + symbols.length) % symbols.length]
      if (place >= 0 && next) show(next.symbol)
    },
    [show, symbol, symbols],
  )
  useEffect(() => takeSteps(step), [step])
  return (
    <div className="flex items-center gap-1">
      <Button aria-label="Symbol before" title="Symbol before: [" onClick={() => step(-1)}>
        ‹
      </Button>
      <select
        aria-label="Symbol"
        value={symbol}
        onChange={(event) => show(event.target.value)}
        className={`${INPUT_LOOK} w-auto! font-semibold`}
      >
        {KINDS.map(({ kind, title }) => {
          const own = symbols.filter((one) => one.kind === kind)
          return (
            own.length > 0 && (
              <optgroup key={kind} label={title}>
                {own.map((one) => (
                  <option key={one.symbol} value={one.symbol}>
                    {nameOf(one.symbol)}
                  </option>
                ))}
              </optgroup>
            )
          )
        })}
      </select>
      <Button aria-label="Next symbol" title="Next symbol: ]" onClick={() => step(1)}>
        ›
      </Button>
    </div>
  )
}

function nameOf(symbol: string): string {
  const { base, rest } = symbolParts(symbol)
  return [base, rest].filter(Boolean).join(' ')
}
