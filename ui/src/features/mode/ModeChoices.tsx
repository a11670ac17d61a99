import { Badge } from '@/design/Badge'
import { Button } from '@/design/Button'
import { MODE_MEANINGS, MODE_MONEY, MODE_SIGNS, MODES, type Mode } from '@/design/modes'

interface ModeChoicesProps {
  mode: Mode
  isSwitching: boolean
  onChoose: (mode: Mode) => void
}

/** The three modes side by side; each in its own color, with its own sign and words. */
export function ModeChoices({ mode: current, isSwitching, onChoose }: ModeChoicesProps) {
  return (
    <ul aria-label="Modes" className="grid gap-3 p-3 sm:grid-cols-3">
      {MODES.map((mode) => (
        <li
          key={mode}
          data-mode={mode}
          data-testid={`mode-${mode}`}
          className={`grid content-start gap-1.5 rounded border px-3 py-2.5 ${mode === current ? 'border-accent' : 'border-line'}`}
        >
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <span aria-hidden="true" className="text-accent">
              {MODE_SIGNS[mode]}
            </span>
            <span className="font-bold tracking-wider text-accent uppercase">{mode}</span>
            <span className="text-[0.86rem] text-muted">{MODE_MONEY[mode]}</span>
          </p>
          <p className="text-[0.93rem] text-muted">{MODE_MEANINGS[mode]}</p>
          <p className="mt-1 self-end">
            {mode === current ? (
              <Badge tone="accent">in force</Badge>
            ) : (
              <Button aria-haspopup="dialog" disabled={isSwitching} onClick={() => onChoose(mode)}>
                Switch to {mode}…
              </Button>
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}
