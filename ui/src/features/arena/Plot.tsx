import type { ReactNode } from 'react'
import { formatShare } from '@/format/money'
import { across, EDGES, HEIGHT, TICKS, WIDTH } from './plot'

interface PlotProps {
  title: string
  label: string
  /** Lines across, with their names. */
  levels: readonly { at: number; text: string }[]
  children: ReactNode
}

/** A drawing over confidence from 0 to 100 %; a table has its figures. */
export function Plot({ title, label, levels, children }: PlotProps) {
  return (
    <figure className="min-w-0 px-3 pt-2 pb-1">
      <figcaption className="text-[0.93rem] text-muted">{title}</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={label}
        className="mx-auto w-full max-w-140"
      >
        {levels.map(({ at, text }) => (
          <g key={text}>
            <line x1={EDGES.left} x2={EDGES.right} y1={at} y2={at} className="stroke-line" />
            <text
              x={EDGES.left - 5}
              y={at + 3.5}
              textAnchor="end"
              className="fill-faint text-[10px]"
            >
              {text}
            </text>
          </g>
        ))}
        {TICKS.map((tick) => (
          <text
            key={tick}
            x={across(tick)}
            y={HEIGHT - 10}
            textAnchor="middle"
            className="fill-faint text-[10px]"
          >
            {formatShare(tick, 0)}
          </text>
        ))}
        {children}
      </svg>
    </figure>
  )
}
