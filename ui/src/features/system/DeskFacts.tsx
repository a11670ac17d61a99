import type { Shapes } from '@/api/client'
import { Badge } from '@/design/Badge'
import { InertText } from '@/design/InertText'
import { Time } from '@/design/Time'
import { Fact } from './Fact'
import { marketName, modelName } from './MarketSource'

type Status = Shapes['Status']

/** What this desk is, and what keeps it from opening. */
export function DeskFacts({ status }: { status: Status }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 p-3 text-[0.93rem]">
      <Fact name="Ready">
        <Badge tone={status.ready ? 'up' : 'warn'}>{status.ready ? 'yes' : 'no'}</Badge>
        {status.reasons.map((reason) => (
          <p key={reason} className="text-warn">
            {reason}
          </p>
        ))}
      </Fact>
      {status.opening_blocks.map(({ cause, symbol, reason, since }) => (
        <Fact key={`${cause} ${symbol}`} name={symbol ? `Opens no ${symbol}` : 'Opens nothing'}>
          <span className="text-warn">{reason}</span>{' '}
          <span className="text-faint">
            since <Time of={since} style="clock" />
          </span>
        </Fact>
      ))}
      <Fact name="Mode">{status.mode}</Fact>
      <Fact name="Market">{marketName(status.market)}</Fact>
      <Fact name="Venue">{status.market.venue}</Fact>
      <Fact name="Model">{modelName(status.model)}</Fact>
      <Fact name="Model host">{status.model.base_url_host}</Fact>
      <Fact name="Symbols">{status.symbols.join(', ')}</Fact>
      <Fact name="Started">
        <Time of={status.started_at} style="full" />
      </Fact>
      <Fact name="Settings">
        <SettingsInForce settings={status.settings} />
      </Fact>
      <Fact name="Version">{status.version}</Fact>
      <Fact name="Charts">
        <a
          href="https://www.tradingview.com/"
          rel="noreferrer"
          className="text-link underline decoration-link/40 underline-offset-2"
        >
          TradingView Lightweight Charts
        </a>
      </Fact>
    </dl>
  )
}

function SettingsInForce({ settings }: { settings: Status['settings'] }) {
  const { version, in_force_since, error, waiting, needs_restart } = settings
  return (
    <>
      <code className="font-mono text-[0.86rem]">{version}</code>{' '}
      <span className="text-faint">
        in force since <Time of={in_force_since} />
      </span>
      {error && (
        <div className="text-down">
          <InertText text={`Changed files are not read: ${error}`} />
        </div>
      )}
      {waiting.length > 0 && (
        <div className="mt-1 rounded border border-warn/45 bg-warn-wash px-2 py-1">
          <p className="text-warn">
            Loosened, and waiting for <code className="font-mono">tradewind config accept</code>:
          </p>
          <Lines label="Settings waiting for acceptance" of={waiting} />
        </div>
      )}
      {needs_restart.length > 0 && (
        <div className="mt-1">
          <p className="text-warn">Changed, and in force only after a restart:</p>
          <Lines label="Settings waiting for a restart" of={needs_restart} />
        </div>
      )}
    </>
  )
}

function Lines({ label, of }: { label: string; of: readonly string[] }) {
  return (
    <ul aria-label={label} className="list-disc pl-5">
      {of.map((line) => (
        <li key={line} className="wrap-anywhere">
          {line}
        </li>
      ))}
    </ul>
  )
}
