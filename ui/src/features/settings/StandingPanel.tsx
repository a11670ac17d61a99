import type { ReactNode } from 'react'
import type { Shapes } from '@/api/client'
import { Badge } from '@/design/Badge'
import { Panel } from '@/design/Panel'
import { Time } from '@/design/Time'
import { AcceptWaiting } from './AcceptWaiting'

type Standing = Shapes['SettingsView']

/** Which settings are in force, and what of the files is not. */
export function StandingPanel({ settings }: { settings: Standing }) {
  const { version, in_force_since, error, waiting, needs_restart } = settings
  return (
    <Panel title="In force" aside={<Summary settings={settings} />}>
      <div className="grid gap-2 p-3 text-[0.93rem]">
        <p>
          Version <code className="font-mono text-[0.86rem]">{version}</code>, in force since{' '}
          <Time of={in_force_since} style="full" />. Every decision names the version it was made
          under.
        </p>
        {error && (
          <Notice tone="down" title="The files were changed and are not read:" lines={[error]} />
        )}
        {waiting.length > 0 && (
          <Notice
            tone="warn"
            title="Loosened in the files; the tighter values stay in force until somebody accepts:"
            lines={waiting}
          >
            <AcceptWaiting standing={settings} />
          </Notice>
        )}
        {needs_restart.length > 0 && (
          <Notice
            tone="warn"
            title="Changed in the files, and in force only after the desk was started again:"
            lines={needs_restart}
          />
        )}
      </div>
    </Panel>
  )
}

function Summary({ settings: { error, waiting, needs_restart } }: { settings: Standing }) {
  if (error) return <Badge tone="down">files are not read</Badge>
  const open = waiting.length + needs_restart.length
  return open > 0 ? (
    <Badge tone="warn">{`${open} not in force`}</Badge>
  ) : (
    <Badge tone="up">as in the files</Badge>
  )
}

interface NoticeProps {
  tone: 'warn' | 'down'
  title: string
  lines: readonly string[]
  children?: ReactNode
}

const LOOKS = {
  warn: 'border-warn/45 bg-warn-wash',
  down: 'border-down/45 bg-down-wash',
}

function Notice({ tone, title, lines, children }: NoticeProps) {
  return (
    <div role="status" className={`rounded border px-3 py-2 ${LOOKS[tone]}`}>
      <p className={`font-medium ${tone === 'warn' ? 'text-warn' : 'text-down'}`}>{title}</p>
      <ul className="list-disc pl-5">
        {lines.map((line) => (
          <li key={line} className="wrap-anywhere">
            {line}
          </li>
        ))}
      </ul>
      {children}
    </div>
  )
}
