import type { Shapes } from '@/api/client'

/** Where prices come from and who decides, said plainly. */
export function MarketSource({ status }: { status: Shapes['Status'] | undefined }) {
  if (status === undefined) return <span className="text-faint">Market source unknown</span>
  return (
    <span
      className="min-w-0 truncate text-[0.93rem] text-muted"
      data-testid="market-source"
      title={`${marketName(status.market)}; decisions by ${modelName(status.model)}, served by ${status.model.base_url_host}`}
    >
      <span className={status.market.is_simulated ? 'text-accent' : 'text-ink'}>
        {marketName(status.market)}
      </span>
      <span aria-hidden="true" className="mx-1.5 text-faint">
        /
      </span>
      <span>{modelName(status.model)}</span>
    </span>
  )
}

export function marketName(market: Shapes['MarketView']): string {
  const origin = market.is_simulated ? 'Simulated market' : 'Live market'
  return [origin, market.source, market.tape && `tape ${market.tape}`].filter(Boolean).join(' · ')
}

export function modelName(model: Shapes['ModelView']): string {
  return model.is_rule_policy ? `${model.name} (rule policy)` : model.name
}
