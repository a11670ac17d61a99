import type { Shapes } from '@/api/client'
import { Badge } from '@/design/Badge'
import { Button } from '@/design/Button'
import { Diff } from '@/design/Diff'
import { Disclosure } from '@/design/Disclosure'
import { Hash } from '@/design/Hash'
import { InertText } from '@/design/InertText'
import { Scroller } from '@/design/Scroller'

type Version = Shapes['PromptView']

interface VersionItemProps {
  version: Version
  onDraft: (version: Version) => void
}

/** One version: whose it is, whether it is in force, what it changes, and its words. */
export function VersionItem({ version: given, onDraft }: VersionItemProps) {
  const { version, is_shipped, is_in_force, refusal, sha256, slots, diff } = given
  return (
    <li data-testid={`prompt-${version}`} className="grid gap-1 py-2">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <strong className="font-semibold">{version}</strong>
        <Badge>{is_shipped ? 'shipped' : 'your own'}</Badge>
        {is_in_force && <Badge tone="accent">in force</Badge>}
        {refusal !== null && <Badge tone="down">refused</Badge>}
        {sha256 !== null && (
          <span className="text-faint">
            hash <Hash of={sha256} />
          </span>
        )}
        {refusal === null && (
          <Button className="ml-auto" onClick={() => onDraft(given)}>
            Draft from it
          </Button>
        )}
      </p>
      {refusal !== null && (
        <div className="text-down">
          <InertText text={refusal} />
        </div>
      )}
      {slots.length > 0 && (
        <p className="text-faint">fills {slots.map((slot) => `$${slot}`).join(', ')}</p>
      )}
      {diff !== '' && (
        <Disclosure summary={`What ${version} changes in the version before it`}>
          <Diff label={`Changes of ${version}`} text={diff} />
        </Disclosure>
      )}
      <Words title={`System part of ${version}`} text={given.system} />
      <Words title={`User part of ${version}`} text={given.user} />
    </li>
  )
}

function Words({ title, text }: { title: string; text: string | null }) {
  if (text === null) return null
  return (
    <Disclosure summary={title}>
      <Scroller label={title}>
        <InertText text={text} isCode />
      </Scroller>
    </Disclosure>
  )
}
