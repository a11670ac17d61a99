import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge, type Tone } from '@/design/Badge'
import { Panel } from '@/design/Panel'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { exact, formatCount, formatMoney, formatShare } from '@/format/money'
import { modelUsageQuery } from '@/live/queries'
import { topics } from '@/live/topics'
import { Fact } from './Fact'
import { releaseSafeMode } from './queries'
import { SafeModeRelease } from './SafeModeRelease'

type Usage = Shapes['ModelUsageView']
type Use = Usage['uses'][number]
type Standing = Usage['models'][number]

const COST_DECIMALS = 4

const CIRCUITS: Record<Standing['circuit'], readonly [string, Tone]> = {
  closed: ['asked', 'up'],
  half_open: ['tried again', 'warn'],
  open: ['left alone', 'down'],
}

const COLUMNS: readonly [Column<Use>, ...Column<Use>[]] = [
  { title: 'Model', cell: ({ model }) => model },
  { title: 'Calls', cell: ({ calls }) => formatCount(calls), isNumber: true },
  { title: 'Failed', cell: ({ failed_calls }) => formatCount(failed_calls), isNumber: true },
  { title: 'Prompt tokens', cell: (use) => formatCount(use.prompt_tokens), isNumber: true },
  { title: 'Cached', cell: (use) => cached(use), isNumber: true },
  { title: 'Answer tokens', cell: (use) => formatCount(use.completion_tokens), isNumber: true },
  { title: 'Cost, USD', cell: (use) => <Cost of={use} />, isNumber: true },
]

/** What the models were used for today, what that cost, and whether they keep the desk from opening. */
export function ModelsPanel() {
  const query = useQuery(modelUsageQuery)
  const cache = useQueryClient()
  const release = useMutation({
    mutationFn: releaseSafeMode,
    onSuccess: (usage) => cache.setQueryData(topics.models, usage),
    onSettled: () => cache.invalidateQueries({ queryKey: topics.status }),
  })
  return (
    <Panel title="Models today, by UTC">
      <Answer query={query} what="the use of the models" lines={4}>
        {(usage) => (
          <>
            {usage.safe_mode && (
              <SafeModeRelease
                failedDecisions={usage.failed_decisions}
                isPending={release.isPending}
                error={release.error}
                onRelease={() => release.mutate()}
              />
            )}
            <Standings usage={usage} />
            {usage.uses.length > 0 ? (
              <Table
                caption="Use of every model today"
                columns={COLUMNS}
                rows={usage.uses}
                keyOf={({ model }) => model}
              />
            ) : (
              <Empty title="No model was asked today">
                The next cycle asks; “Decide now” on the overview does so at once.
              </Empty>
            )}
          </>
        )}
      </Answer>
    </Panel>
  )
}

function Standings({ usage }: { usage: Usage }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 p-3 text-[0.93rem]">
      <Fact name="Spent">
        <span title={exact(usage.spent_usd)}>{formatMoney(usage.spent_usd, COST_DECIMALS)}</span>{' '}
        {usage.daily_budget_usd === null
          ? 'USD, no budget is set'
          : `of ${formatMoney(usage.daily_budget_usd)} USD`}{' '}
        {usage.budget_used_up && <Badge tone="down">budget used up</Badge>}
      </Fact>
      <Fact name="Safe mode">
        <Badge tone={usage.safe_mode ? 'down' : 'neutral'}>{usage.safe_mode ? 'on' : 'off'}</Badge>{' '}
        {usage.failed_decisions > 0 && `${usage.failed_decisions} failed in a row`}
      </Fact>
      {usage.manage_only.map((reason) => (
        <Fact key={reason} name="Opens nothing">
          <span className="text-warn">{reason}</span>
        </Fact>
      ))}
      {usage.models.map((standing) => (
        <Fact key={standing.model} name={standing.model}>
          <Badge tone={CIRCUITS[standing.circuit][1]}>{CIRCUITS[standing.circuit][0]}</Badge>{' '}
          {standing.failures > 0 && `${standing.failures} failures in a row`}
        </Fact>
      ))}
    </dl>
  )
}

function cached({ cached_tokens, prompt_tokens }: Use): string {
  if (prompt_tokens === 0) return formatCount(cached_tokens)
  return `${formatCount(cached_tokens)} (${formatShare(cached_tokens / prompt_tokens, 0)})`
}

function Cost({ of: { cost_usd, unpriced_calls } }: { of: Use }) {
  return (
    <span title={exact(cost_usd)}>
      {formatMoney(cost_usd, COST_DECIMALS)}
      {unpriced_calls > 0 && (
        <small className="ml-1 text-warn">+ {formatCount(unpriced_calls)} of unknown price</small>
      )}
    </span>
  )
}
