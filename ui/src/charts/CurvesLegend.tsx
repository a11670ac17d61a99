import type { Dash, StyledCurve } from './curves'
import type { SeriesInk } from './inks'

interface CurvesLegendProps {
  lines: readonly StyledCurve[]
  isOn: (name: string) => boolean
  onSwitch: (name: string) => void
  /** The figure beside the name. */
  figureOf: (line: StyledCurve) => string
}

const INKS: Record<SeriesInk, string> = {
  'series-1': 'text-series-1',
  'series-2': 'text-series-2',
  'series-3': 'text-series-3',
  'series-4': 'text-series-4',
  'series-5': 'text-series-5',
  'series-6': 'text-series-6',
  'series-7': 'text-series-7',
  'series-8': 'text-series-8',
}

const DASHES: Record<Dash, string | undefined> = {
  solid: undefined,
  long: '9 4',
  dashed: '4 3',
  dotted: '1.5 2.5',
}

/** A switch for each curve, with its letter, its line and its figure. */
export function CurvesLegend({ lines, isOn, onSwitch, figureOf }: CurvesLegendProps) {
  return (
    <ul aria-label="Curves" className="flex flex-wrap gap-x-1.5 gap-y-1 px-3 py-1.5">
      {lines.map((line) => (
        <li key={line.name} className="min-w-0">
          <button
            type="button"
            aria-pressed={isOn(line.name)}
            onClick={() => onSwitch(line.name)}
            className="flex min-h-6 max-w-full items-center gap-1.5 rounded border border-line px-1.5 text-[0.93rem] not-aria-pressed:border-dashed not-aria-pressed:text-faint hover:border-muted aria-pressed:bg-raised"
          >
            <Swatch line={line} />
            <span className={isOn(line.name) ? 'truncate' : 'truncate line-through'}>
              {line.name}
            </span>
            <span className="whitespace-nowrap text-muted">{figureOf(line)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}

function Swatch({ line }: { line: StyledCurve }) {
  return (
    <span className={`${INKS[line.ink]} inline-flex items-center gap-1`}>
      <span aria-hidden="true" className="text-[0.86rem] font-semibold">
        {line.letter}
      </span>
      <svg viewBox="0 0 24 8" aria-hidden="true" className="h-2 w-6">
        <line
          x1="0"
          x2="24"
          y1="4"
          y2="4"
          stroke="currentColor"
          strokeWidth={line.isBaseline ? 1.5 : 2.5}
          strokeDasharray={DASHES[line.dash]}
        />
      </svg>
    </span>
  )
}
