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
import { formatAge } from '@/format/time'
import { bundleQuery } from './queries'

type Input = Shapes['InputView']

const COLUMNS: readonly [Column<Input>, ...Column<Input>[]] = [
  { title: 'Input', cell: ({ key }) => <code className="font-mono text-[0.86rem]">{key}</code> },
  { title: 'Age', cell: ({ age_ms }) => formatAge(age_ms), isNumber: true },
  { title: 'Freshness', cell: (input) => <FreshnessBadge input={input} /> },
  { title: 'SHA-256', cell: ({ sha256 }) => <Hash of={sha256} /> },
]

/** Every input of the decision with its age and hash; the values on demand. */
export function InputsPanel({ decision }: { decision: Shapes['Decision'] }) {
  const [hasValues, setHasValues] = useState(false)
  if (decision.inputs.length === 0)
    return (
      <Empty title="The decision had no input">
        It was blocked before anything was read; the reason stands above.
      </Empty>
    )
  return (
    <>
      <Table caption="Inputs" columns={COLUMNS} rows={decision.inputs} keyOf={({ key }) => key} />
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
