import type { Shapes } from '@/api/client'
import { Hash } from '@/design/Hash'
import { exact, formatCount, formatMoney, UNKNOWN } from '@/format/money'
import { formatLatency } from '@/format/time'

const COST_DECIMALS = 5

interface DecisionMeterProps {
  decision: Shapes['DecisionSummary'] & Partial<Pick<Shapes['Decision'], 'bundle_sha256'>>
}

/** Who decided, how long it took and what it cost. */
export function DecisionMeter({ decision }: DecisionMeterProps) {
  const { model, latency_ms, prompt_tokens, completion_tokens, cost_usd, bundle_sha256 } = decision
  return (
    <p className="flex flex-wrap gap-x-3 text-[0.86rem] text-faint">
      <span>{model}</span>
      {latency_ms === null ? (
        <span>model not asked</span>
      ) : (
        <>
          <span title="Time until the model answered">{formatLatency(latency_ms)}</span>
          <span title="Prompt tokens and completion tokens">
            {formatCount(prompt_tokens)} + {formatCount(completion_tokens)} tokens
          </span>
          <span title={exact(cost_usd) ?? 'No price is known for this model'}>
            {cost_usd === null ? `cost ${UNKNOWN}` : `$${formatMoney(cost_usd, COST_DECIMALS)}`}
          </span>
        </>
      )}
      {bundle_sha256 && (
        <span>
          inputs <Hash of={bundle_sha256} />
        </span>
      )}
    </p>
  )
}
