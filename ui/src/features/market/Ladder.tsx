import { exact, formatPrice, formatQuantity } from '@/format/money'
import type { Rung } from './ladder'

interface LadderProps {
  way: 'asks' | 'bids'
  rungs: readonly Rung[]
  deepest: number
  tickSize: string | null
}

const LOOKS = {
  asks: { title: 'Offers', text: 'text-fall', bar: 'fill-fall-wash' },
  bids: { title: 'Bids', text: 'text-rise', bar: 'fill-rise-wash' },
}

/** One side of the book; offers stand with the best one lowest, so that both best prices meet. */
export function Ladder({ way, rungs, deepest, tickSize }: LadderProps) {
  const look = LOOKS[way]
  if (rungs.length === 0) {
    return <p className="text-faint">{`${look.title}: none`}</p>
  }
  return (
    <table className="w-full border-collapse" aria-label={look.title}>
      <thead className={way === 'asks' ? 'text-faint' : 'sr-only'}>
        <tr>
          <th scope="col" className="text-left font-normal">
            Price
          </th>
          <th scope="col" className="text-right font-normal">
            Size
          </th>
          <th scope="col" className="text-right font-normal">
            Sum
          </th>
        </tr>
      </thead>
      <tbody>
        {(way === 'asks' ? [...rungs].reverse() : rungs).map(({ price, size, total }) => (
          <tr key={price} className="relative">
            <th scope="row" className={`${look.text} text-left font-medium`} title={exact(price)}>
              <svg
                aria-hidden="true"
                className="absolute inset-y-px left-0 h-[calc(100%-2px)] w-full"
                preserveAspectRatio="none"
                viewBox="0 0 100 1"
              >
                <rect
                  x={100 - share(total, deepest)}
                  width={share(total, deepest)}
                  height="1"
                  className={look.bar}
                />
              </svg>
              <span className="relative">{formatPrice(price, tickSize)}</span>
            </th>
            <td className="relative text-right" title={exact(size)}>
              {formatQuantity(size, 4)}
            </td>
            <td className="relative text-right text-muted" title={exact(total)}>
              {formatQuantity(total, 4)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function share(total: number, deepest: number): number {
  return deepest > 0 ? (100 * total) / deepest : 0
}
