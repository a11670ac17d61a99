import { useQuery } from '@tanstack/react-query'
import type { Shapes } from '@/api/client'
import { Answer } from '@/design/Answer'
import { Panel } from '@/design/Panel'
import { Price } from '@/design/Price'
import { Empty } from '@/design/states'
import { formatShare, formatSignedShare } from '@/format/money'
import { AgeOf } from './AgeOf'
import { Ladder } from './Ladder'
import { deepestOf, type Rung, rungsOf } from './ladder'
import { bookQuery } from './queries'

type Levels = readonly (readonly number[])[]
type Book = Omit<Shapes['BookView'], 'bids' | 'asks'> & { bids: Levels; asks: Levels }

/** The order book as a ladder: offers above, bids below, the best of both in the middle. */
export function BookPanel({ symbol }: { symbol: string }) {
  const query = useQuery(bookQuery(symbol))
  const book = query.data?.book
  return (
    <Panel
      title="Order book"
      aside={book && query.data && <AgeOf of={book} asked={query.data.timestamp} />}
    >
      <Answer query={query} what="the order book" lines={8}>
        {(answer) =>
          answer.book === null ? (
            <Empty title="No order book is in the cache">
              It comes with the venue's stream; the Status page says how that is.
            </Empty>
          ) : (
            <Drawn book={answer.book} tickSize={answer.tick_size} />
          )
        }
      </Answer>
    </Panel>
  )
}

interface DrawnProps {
  book: Book
  tickSize: string | null
}

function Drawn({ book, tickSize }: DrawnProps) {
  const asks = rungsOf(book.asks)
  const bids = rungsOf(book.bids)
  const deepest = deepestOf(asks, bids)
  const isCurrent = book.freshness !== 'blocked'
  const side = (rungs: readonly Rung[], way: 'asks' | 'bids') => (
    <Ladder way={way} rungs={rungs} deepest={deepest} tickSize={tickSize} />
  )
  return (
    <div
      data-testid="book"
      data-current={isCurrent}
      className={`grid gap-1 px-3 py-2 text-[0.86rem] ${isCurrent ? '' : 'opacity-60 grayscale'}`}
    >
      {side(asks, 'asks')}
      <p className="flex flex-wrap justify-between gap-x-3 border-y border-line py-1 text-muted">
        <span>
          <span className="text-faint">spread</span>{' '}
          <Price value={book.spread} tickSize={tickSize} />{' '}
          <span className="text-faint">{formatShare(book.spread_share, 4)}</span>
        </span>
        <span title="How much more is bid than offered in all these levels, −100% to 100%">
          <span className="text-faint">imbalance</span> {formatSignedShare(book.imbalance, 0)}
        </span>
      </p>
      {side(bids, 'bids')}
    </div>
  )
}
