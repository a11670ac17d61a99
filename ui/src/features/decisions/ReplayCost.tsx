import type { Shapes } from '@/api/client'
import { formatCount, formatMoney } from '@/format/money'

interface ReplayCostProps {
  decision: Shapes['DecisionChain']
  /** Whom a replay would ask; null: nobody, the answer on record is read again. */
  asked: string | null
  usage: Shapes['ModelUsageView'] | undefined
}

const COST_DECIMALS = 4

/** What a replay would cost, before it is pressed. */
export function ReplayCost({ decision, asked, usage }: ReplayCostProps) {
  if (asked === null) {
    return <p className="text-faint">The answer on record is read again: it costs nothing.</p>
  }
  const use = usage?.uses.find(({ model }) => model === asked)
  return (
    <p className="text-muted" data-testid="replay-cost">
      Asks {asked} once; what it has answered before is not paid again. {onRecord(decision)}
      {use && ` Today ${asked} took ${formatCount(use.calls)} calls for ${priceOf(use)}.`}
      {usage && ` It counts against the day: ${spentOf(usage)}.`}
    </p>
  )
}

function onRecord({ model, prompt_tokens, completion_tokens, cost_usd }: Shapes['DecisionChain']) {
  if (prompt_tokens === null) return ''
  const tokens = `${formatCount(prompt_tokens)} + ${formatCount(completion_tokens)} tokens`
  const cost = cost_usd === null ? 'an unknown price' : `$${formatMoney(cost_usd, COST_DECIMALS)}`
  return `This decision took ${model} ${tokens} and ${cost}.`
}

function priceOf({ cost_usd, unpriced_calls }: Shapes['ModelUsageView']['uses'][number]): string {
  const known = `$${formatMoney(cost_usd, COST_DECIMALS)}`
  return unpriced_calls > 0 ? `${known} and ${formatCount(unpriced_calls)} of unknown price` : known
}

function spentOf({ spent_usd, daily_budget_usd }: Shapes['ModelUsageView']): string {
  const spent = `$${formatMoney(spent_usd, COST_DECIMALS)} spent`
  return daily_budget_usd === null
    ? `${spent}, no budget is set`
    : `${spent} of $${formatMoney(daily_budget_usd)}`
}
