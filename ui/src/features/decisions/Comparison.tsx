import type { Shapes } from '@/api/client'
import { Badge, type Tone } from '@/design/Badge'
import { Disclosure } from '@/design/Disclosure'
import { Hash } from '@/design/Hash'
import { InertText } from '@/design/InertText'
import { Scroller } from '@/design/Scroller'
import { SymbolName } from '@/design/SymbolName'
import { type Column, Table } from '@/design/Table'
import { formatMoney, formatShare, UNKNOWN } from '@/format/money'
import { ACTION_WORDS, isTrade } from './outcomes'

type Replayed = Shapes['ReplayAnswer']
type Item = Shapes['ItemView']

interface Pair {
  symbol: string
  before: Item | null
  again: Item | null
}

const LOOKS: Record<Replayed['result'], readonly [string, Tone]> = {
  identical: ['✓ identical', 'up'],
  different: ['different', 'warn'],
  not_replayable: ['cannot be replayed', 'down'],
}

const COLUMNS: readonly [Column<Pair>, ...Column<Pair>[]] = [
  { title: 'Symbol', cell: ({ symbol }) => <SymbolName of={symbol} /> },
  { title: 'Then', cell: ({ before }) => inWords(before) },
  { title: 'Again', cell: ({ again }) => inWords(again) },
  { title: 'Difference', cell: (pair) => <Sameness of={pair} /> },
]

interface ComparisonProps {
  decision: Shapes['DecisionChain']
  answer: Replayed
}

/** A decision beside its replay: where they first differ, and what that changes per symbol. */
export function Comparison({ decision, answer }: ComparisonProps) {
  const [words, tone] = LOOKS[answer.result]
  const { again } = answer
  return (
    <div data-testid="comparison" data-result={answer.result} className="grid gap-2 text-[0.93rem]">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tone}>{words}</Badge>
        {answer.stage && <span>first differs at: {answer.stage}</span>}
        {again && (
          <span className="text-muted">
            {again.model} · version {again.prompt_version ?? 'unknown'} · {again.outcome}
          </span>
        )}
        <span className="text-faint">
          hash <Hash of={answer.sha256} />
        </span>
      </p>
      {answer.what && <InertText text={answer.what} />}
      {again && <Again decision={decision} again={again} />}
    </div>
  )
}

interface AgainProps {
  decision: Shapes['DecisionChain']
  again: Shapes['AgainView']
}

function Again({ decision, again }: AgainProps) {
  const pairs = pairsOf(decision.items, again.items)
  return (
    <>
      {again.why && <InertText text={again.why} />}
      {pairs.length > 0 && (
        <Table
          caption="Then and again"
          columns={COLUMNS}
          rows={pairs}
          keyOf={({ symbol }) => symbol}
        />
      )}
      {again.raw_answer !== null && (
        <Disclosure summary="Raw answer of the replay">
          <Scroller label="Raw answer of the replay">
            <InertText text={again.raw_answer} isCode />
          </Scroller>
        </Disclosure>
      )}
    </>
  )
}

/** What was proposed per symbol, then and again; null where nothing was. */
export function pairsOf(before: readonly Item[], again: readonly Item[]): Pair[] {
  const symbols = [...new Set([...before, ...again].map(({ symbol }) => symbol))]
  const of = (items: readonly Item[], symbol: string) =>
    items.find((item) => item.symbol === symbol) ?? null
  return symbols.map((symbol) => ({
    symbol,
    before: of(before, symbol),
    again: of(again, symbol),
  }))
}

function inWords(item: Item | null): string {
  if (item === null) return UNKNOWN
  const confidence = formatShare(item.confidence, 0)
  if (!isTrade(item)) return `${ACTION_WORDS[item.action]}, ${confidence}`
  const size = item.notional === null ? '' : ` ${formatMoney(item.notional, 0)}`
  return `${ACTION_WORDS[item.action]}${size}, ${confidence}, ${item.is_approved ? 'approved' : 'refused'}`
}

function Sameness({ of: { before, again } }: { of: Pair }) {
  const isSame = inWords(before) === inWords(again)
  return isSame ? <span className="text-faint">same</span> : <Badge tone="warn">differs</Badge>
}
