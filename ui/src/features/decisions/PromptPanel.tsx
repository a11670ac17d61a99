import { Link } from '@tanstack/react-router'
import type { Shapes } from '@/api/client'
import { Diff } from '@/design/Diff'
import { Disclosure } from '@/design/Disclosure'

type Chain = Shapes['DecisionChain']

/** Which version asked, and what differs from what was asked before. */
export function PromptPanel({ decision }: { decision: Chain }) {
  const { prompt_diff: diff, prompt_version: version } = decision
  return (
    <div className="grid gap-1.5 p-3 text-[0.93rem]">
      <p>
        Version <strong className="font-semibold">{version ?? 'unknown'}</strong>
        {version === null && (
          <span className="text-faint"> (nobody was asked, or it is older than versions)</span>
        )}
      </p>
      {diff === null ? (
        <p className="text-faint">
          Nothing to compare with: nobody was asked, or nobody before this decision.
        </p>
      ) : (
        <Differences diff={diff} />
      )}
    </div>
  )
}

function Differences({ diff }: { diff: Shapes['PromptDiff'] }) {
  return (
    <>
      <p className="text-muted">
        Compared with{' '}
        <Link
          to="/decisions/$id"
          params={{ id: diff.previous_id }}
          className="text-link underline decoration-link/40 underline-offset-2"
        >
          the decision before
        </Link>
        {diff.previous_version !== diff.version &&
          `, which was asked with version ${diff.previous_version ?? 'unknown'}`}
        .
      </p>
      <Part title="Words" same="Same words as before." text={diff.words} isOpen />
      <Part title="Figures" same="Same figures as before." text={diff.figures} isOpen={false} />
    </>
  )
}

interface PartProps {
  title: string
  same: string
  text: string
  isOpen: boolean
}

function Part({ title, same, text, isOpen }: PartProps) {
  if (text === '') return <p className="text-faint">{same}</p>
  return (
    <Disclosure summary={`${title} that changed`} isOpen={isOpen}>
      <Diff label={`${title} that changed`} text={text} />
    </Disclosure>
  )
}
