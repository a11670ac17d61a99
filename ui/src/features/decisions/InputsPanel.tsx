import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Badge } from '@/design/Badge'
import { Button } from '@/design/Button'
import { Disclosure } from '@/design/Disclosure'
import { FRESHNESS_TONES, FRESHNESS_WORDS } from '@/design/freshness'
import { Hash } from '@/design/Hash'
import { InertText } from '@/design/InertText'
import { Scroller } from '@/design/Scroller'
import { Empty } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { formatCount } from '@/format/money'
import { formatAge, formatSpan } from '@/format/time'
import { bundleQuery } from './queries'

type Input = Shapes['InputView']

const COLUMNS: readonly [Column<Input>, ...Column<Input>[]] = [
  { title: 'Input', cell: ({ key }) => <code className="font-mono text-[0.86rem]">{key}</code> },
  { title: 'Age', cell: ({ age_ms }) => formatAge(age_ms), isNumber: true },
  { title: 'Freshness', cell: (input) => <FreshnessBadge input={input} /> },
  { title: 'SHA-256', cell: ({ sha256 }) => <Hash of={sha256} /> },
]

// More than these would push the rest of the chain below the fold.
const MOST_AT_ONCE = 3

/** Every input of the decision with its age and hash; the values on demand. */
export function InputsPanel({ decision }: { decision: Shapes['Decision'] }) {
  const [hasValues, setHasValues] = useState(false)
  const { inputs } = decision
  if (inputs.length === 0)
    return (
      <Empty title="The decision had no input">
        It was blocked before anything was read; the reason stands above.
      </Empty>
    )
  const doubtful = inputs.filter(isDoubtful)
  return (
    <>
      <p className="px-3 pt-2 text-[0.93rem]" data-testid="inputs-in-short">
        {inShort(inputs)}
      </p>
      <div className="grid gap-1 px-3 py-2">
        {doubtful.length > 0 && doubtful.length < inputs.length && (
          <Disclosure
            summary={`Those that were not fresh: ${formatCount(doubtful.length)}`}
            isOpen={doubtful.length <= MOST_AT_ONCE}
          >
            <Listed caption="Inputs that were not fresh" inputs={doubtful} />
          </Disclosure>
        )}
        <Disclosure summary="Every input with its age and hash">
          <Listed caption="Inputs" inputs={inputs} />
        </Disclosure>
      </div>
      <div className="border-t border-line p-3">
        {hasValues ? (
          <Values id={decision.id} />
        ) : (
          <Button onClick={() => setHasValues(true)}>Show the values</Button>
        )}
      </div>
    </>
  )
}

function Listed({ caption, inputs }: { caption: string; inputs: readonly Input[] }) {
  return (
    <div className="max-h-112 overflow-y-auto">
      <Table caption={caption} columns={COLUMNS} rows={inputs} keyOf={({ key }) => key} />
    </div>
  )
}

function isDoubtful({ sha256, freshness }: Input): boolean {
  return sha256 === null || freshness !== 'fresh'
}

/** "43 inputs: 40 fresh, 2 aging, 1 missing; the oldest 48 s." */
function inShort(inputs: readonly Input[]): string {
  const words = inputs.map(({ sha256, freshness }) =>
    sha256 === null ? 'missing' : FRESHNESS_WORDS[freshness],
  )
  const counts = [...new Set(words)].map(
    (word) => `${formatCount(words.filter((each) => each === word).length)} ${word}`,
  )
  const ages = inputs.map(({ age_ms }) => age_ms).filter((age) => age !== null)
  const oldest = ages.length === 0 ? '' : `; the oldest ${formatSpan(Math.max(...ages))} old`
  return `${formatCount(inputs.length)} inputs: ${counts.join(', ')}${oldest}.`
}

function FreshnessBadge({ input: { sha256, freshness } }: { input: Input }) {
  if (sha256 === null) return <Badge tone="down">missing</Badge>
  return <Badge tone={FRESHNESS_TONES[freshness]}>{FRESHNESS_WORDS[freshness]}</Badge>
}

function Values({ id }: { id: string }) {
  const query = useQuery(bundleQuery(id))
  return (
    <Answer query={query} what="the values" lines={6}>
      {({ inputs }) => (
        <ul className="grid gap-1">
          {inputs.map(({ key, value }) => (
            <li key={key}>
              <Disclosure summary={<code className="font-mono text-[0.86rem]">{key}</code>}>
                <Scroller label={key}>
                  <InertText text={JSON.stringify(value, null, 2)} isCode />
                </Scroller>
              </Disclosure>
            </li>
          ))}
        </ul>
      )}
    </Answer>
  )
}
