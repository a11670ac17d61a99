import { useQuery } from '@tanstack/react-query'
import { Answer } from '@/design/Answer'
import { Button } from '@/design/Button'
import { NoticeCard } from '@/design/Notices'
import { notify } from '@/design/notify'
import { Panel } from '@/design/Panel'
import { Pnl } from '@/design/Pnl'
import { RequestFailed } from '@/design/RequestFailed'
import { Empty, Failed, Skeleton } from '@/design/states'
import { type Column, Table } from '@/design/Table'
import { useNarrow } from '@/design/useNarrow'
import { HUGE, LONG, nothing, type Specimen } from './specimen'

const FAILURE = new Error('No answer in time.')
const OBJECTED = Object.assign(new Error('The order was refused.'), {
  reasons: ['leverage 100 is above 10', LONG],
})
const NOTICE = { id: -1, text: 'The order was canceled.', link: null, undo: null, isProblem: false }

interface Row {
  name: string
  value: string | null
}
const COLUMNS: readonly [Column<Row>, ...Column<Row>[]] = [
  { title: 'Symbol', cell: ({ name }) => name },
  { title: 'PnL', cell: ({ value }) => <Pnl value={value} />, isNumber: true },
]
const ROWS: readonly Row[] = [
  { name: 'BTC', value: '53.18' },
  { name: 'ETH', value: '-12.4' },
  { name: 'SOL', value: `-${HUGE}` },
  { name: 'XRP', value: null },
]

/** What a part of a page is while it waits, has nothing, fails, or is there. */
export const ANSWERS: readonly Specimen[] = [
  {
    file: 'states.tsx',
    states: [
      ['loading', () => <Skeleton lines={3} label="an example" />],
      ['empty', () => <Empty title="No order yet">Preview one in the form on the right.</Empty>],
      ['failed', () => <Failed what="the orders" error={FAILURE} onRetry={nothing} />],
      [
        'failed, long',
        () => <Failed what="the orders" error={new Error(LONG)} onRetry={nothing} />,
      ],
    ],
  },
  {
    file: 'Answer.tsx',
    states: [
      ['loading', (where) => <Answered name={`loading ${where}`} />],
      ['failed', (where) => <Answered name={`failed ${where}`} isFailing />],
      ['there', (where) => <Answered name={`there ${where}`} first="The answer." />],
      [
        'an older one',
        (where) => <Answered name={`older ${where}`} first="The answer before." isFailing />,
      ],
    ],
  },
  {
    file: 'RequestFailed.tsx',
    states: [
      ['usual', () => <RequestFailed what="Nothing was sent" error={FAILURE} />],
      ['with objections', () => <RequestFailed what="Nothing was sent" error={OBJECTED} />],
    ],
  },
  {
    file: 'Panel.tsx',
    states: [
      [
        'usual',
        (where) => (
          <Panel title={`Account, ${where}`} aside="as of now">
            <p className="p-3">{LONG}</p>
          </Panel>
        ),
      ],
    ],
  },
  {
    file: 'Table.tsx',
    states: [
      [
        'gain, loss, huge, unknown',
        (where) => (
          <Table
            caption={`Results, ${where}`}
            columns={COLUMNS}
            rows={ROWS}
            keyOf={({ name }) => name}
          />
        ),
      ],
      [
        'no rows',
        (where) => (
          <Table
            caption={`No results, ${where}`}
            columns={COLUMNS}
            rows={[]}
            keyOf={({ name }) => name}
          />
        ),
      ],
    ],
  },
  {
    file: 'Notices.tsx',
    states: [
      ['usual', () => <NoticeCard notice={NOTICE} />],
      ['can be undone', () => <NoticeCard notice={{ ...NOTICE, undo: nothing }} />],
      ['a problem', () => <NoticeCard notice={{ ...NOTICE, text: LONG, isProblem: true }} />],
    ],
  },
  {
    file: 'notify.ts',
    states: [
      [
        'say something',
        () => <Button onClick={() => notify({ text: 'Something was done.' })}>Say it</Button>,
      ],
    ],
  },
  { file: 'useNarrow.ts', states: [['this screen', () => <Screen />]] },
  {
    file: 'design.css',
    states: [
      'bg-ground',
      'bg-surface',
      'bg-raised',
      'bg-up-wash text-up',
      'bg-down-wash text-down',
      'bg-warn-wash text-warn',
      'bg-rise-wash text-rise',
      'bg-fall-wash text-fall',
      'text-ink',
      'text-muted',
      'text-faint',
      'text-link',
    ].map(
      (look) =>
        [
          look,
          () => <span className={`${look} rounded border border-line px-2`}>Aa 0123</span>,
        ] as const,
    ),
  },
]

function Answered({
  name,
  first,
  isFailing = false,
}: {
  name: string
  first?: string
  isFailing?: boolean
}) {
  const query = useQuery({
    queryKey: ['gallery', name],
    queryFn: () => (isFailing ? Promise.reject(FAILURE) : (first ?? new Promise<string>(nothing))),
    ...(first === undefined ? {} : { initialData: first }),
    retry: false,
    refetchOnWindowFocus: false,
  })
  return (
    <Answer query={query} what="an example" lines={2}>
      {(text) => <p>{text}</p>}
    </Answer>
  )
}

function Screen() {
  return <span>{useNarrow() ? 'a phone' : 'wide'}</span>
}
