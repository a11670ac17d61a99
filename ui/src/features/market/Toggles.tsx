import { INDICATORS, shown, toggled } from './shown'

/** Indicators that can be switched on and off; native checkboxes carry keyboard and speech. */
export function Toggles() {
  const names = shown.use()
  return (
    <fieldset className="flex flex-wrap gap-px rounded border border-line-strong p-px">
      <legend className="sr-only">Indicators</legend>
      {INDICATORS.map(({ name, text }) => (
        <label
          key={name}
          className="cursor-pointer rounded-[3px] px-1.5 text-[0.86rem] leading-5.5 text-muted hover:text-ink has-checked:bg-raised has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-link"
        >
          <input
            type="checkbox"
            className="sr-only"
            checked={names.includes(name)}
            onChange={() => shown.set(toggled(names, name))}
          />
          {text}
        </label>
      ))}
    </fieldset>
  )
}
