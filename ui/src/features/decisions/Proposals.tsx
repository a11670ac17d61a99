import type { Shapes } from '@/api/client'
import { Disclosure } from '@/design/Disclosure'
import { symbolParts } from '@/format/symbol'
import { DecisionItem } from './DecisionItem'
import { ACTION_WORDS, isTrade } from './outcomes'

type Item = Shapes['ItemView']

interface ProposalsProps {
  items: readonly Item[]
  /** Show everything at once, not on demand. */
  isOpen: boolean
}

/** What the model proposed: trades in full, and in one line where it left things as they are. */
export function Proposals({ items, isOpen }: ProposalsProps) {
  const trades = items.filter(isTrade)
  const others = items.filter((item) => !isTrade(item))
  return (
    <>
      <ItemList label="Proposed trades" items={trades} isOpen={isOpen} />
      {others.length > 0 && (
        <Disclosure summary={inShort(others)} isOpen={isOpen}>
          <div className="border-l border-line pl-3">
            <ItemList label="No trade proposed" items={others} isOpen={false} />
          </div>
        </Disclosure>
      )}
    </>
  )
}

function ItemList({ label, items, isOpen }: ProposalsProps & { label: string }) {
  if (items.length === 0) return null
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {items.map((item, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a model may name a symbol twice; items never move
        <DecisionItem key={`${item.symbol} ${place}`} item={item} isOpen={isOpen} />
      ))}
    </ul>
  )
}

/** "Hold BTC · no entry SOL, XRP". */
export function inShort(items: readonly Item[]): string {
  const actions = [...new Set(items.map(({ action }) => action))]
  const parts = actions.map((action) => {
    const symbols = items.filter((item) => item.action === action)
    return `${ACTION_WORDS[action]} ${symbols.map(({ symbol }) => symbolParts(symbol).base).join(', ')}`
  })
  const text = parts.join(' · ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
