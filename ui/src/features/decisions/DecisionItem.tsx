import type { Shapes } from '@/api/client'
import { Badge } from '@/design/Badge'
import { Disclosure } from '@/design/Disclosure'
import { InertText } from '@/design/InertText'
import { OrderStateBadge } from '@/design/OrderStateBadge'
import { SymbolName } from '@/design/SymbolName'
import { Verdicts } from '@/design/Verdicts'
import { formatMoney, formatQuantity, formatShare } from '@/format/money'
import { Flags } from './Flags'
import { ACTION_LOOKS, ACTION_WORDS, isTrade } from './outcomes'
import { RiskNarrative } from './RiskNarrative'

type Item = Shapes['ItemView']

interface DecisionItemProps {
  item: Item
  /** Show everything at once, not on demand. */
  isOpen: boolean
}

/** One proposal of the model, what risk said to it and what became of its order. */
export function DecisionItem({ item, isOpen }: DecisionItemProps) {
  return (
    <li className="grid gap-1 py-1.5">
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className={`${ACTION_LOOKS[item.action]} min-w-12 font-semibold`}>
          {ACTION_WORDS[item.action]}
        </span>
        <SymbolName of={item.symbol} />
        <span className="ml-auto flex flex-wrap items-center gap-1.5">
          <Verdict item={item} />
          {item.flags.length > 0 && (
            <Badge tone="warn">
              {item.flags.length === 1
                ? '1 ungrounded figure'
                : `${item.flags.length} ungrounded figures`}
            </Badge>
          )}
          {item.order_state && <OrderStateBadge of={item.order_state} />}
        </span>
      </div>
      {isTrade(item) && <Terms item={item} />}
      {item.reason && (
        <div className="text-[0.93rem] text-warn" data-testid="refusal-reason">
          <InertText text={item.reason} />
        </div>
      )}
      {hasMore(item) && (
        <Disclosure summary={summaryOf(item)} isOpen={isOpen}>
          <div className="grid gap-2 border-l border-line py-1 pl-3 text-[0.93rem] text-muted">
            {item.rationale && <InertText text={item.rationale} />}
            {item.risk && <RiskNarrative risk={item.risk} />}
            <Flags flags={item.flags} />
            <Verdicts verdicts={item.verdicts} />
          </div>
        </Disclosure>
      )}
    </li>
  )
}

function hasMore({ rationale, risk, flags, verdicts }: Item): boolean {
  return rationale !== '' || risk !== null || flags.length > 0 || verdicts.length > 0
}

function summaryOf({ rationale, risk, verdicts }: Item): string {
  const passed = verdicts.filter((verdict) => verdict.passed).length
  const gates = verdicts.length > 0 ? `${passed} of ${verdicts.length} gates passed` : ''
  return [rationale && 'rationale', risk && 'risk', gates].filter(Boolean).join(' · ')
}

function Verdict({ item }: { item: Item }) {
  if (!isTrade(item)) {
    return (
      <span className="text-[0.86rem] text-faint">
        confidence <span className="text-muted">{formatShare(item.confidence, 0)}</span>
      </span>
    )
  }
  return item.is_approved ? <Badge tone="up">approved</Badge> : <Badge tone="down">refused</Badge>
}

function Terms({ item }: { item: Item }) {
  const terms = [
    item.notional !== null && ['size', formatMoney(item.notional, 0)],
    item.leverage !== null && ['leverage', `${formatQuantity(item.leverage, 2)}×`],
    item.stop_price !== null && ['stop', formatQuantity(item.stop_price)],
    item.take_profit_price !== null && ['target', formatQuantity(item.take_profit_price)],
    item.average_price !== null && ['filled at', formatQuantity(item.average_price, 4)],
    ['confidence', formatShare(item.confidence, 0)],
  ].filter((term): term is [string, string] => term !== false)
  return (
    <dl className="flex flex-wrap gap-x-3 text-[0.86rem] text-faint">
      {terms.map(([name, value]) => (
        <div key={name} className="flex gap-1">
          <dt>{name}</dt>
          <dd className="text-muted">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
