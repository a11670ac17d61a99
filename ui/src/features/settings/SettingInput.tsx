import { INPUT_LOOK } from '@/design/Field'
import type { Setting } from './queries'
import { shortNameOf, typedOf } from './values'

interface SettingInputProps {
  setting: Setting
  id: string
  describedBy: string
  text: string
  isWrong: boolean
  /** Of a list that narrows another one: what it narrows. */
  choices: readonly string[] | null
  onType: (text: string) => void
}

/** The field that a setting is typed into, by what it takes. */
export function SettingInput(props: SettingInputProps) {
  const { setting, id, describedBy, text, isWrong, choices, onType } = props
  const { kind, choices: words, may_be_null } = setting.allowed
  if (choices !== null) return <Names id={id} text={text} choices={choices} onType={onType} />
  if (kind === 'choice' || kind === 'switch') {
    const options = kind === 'switch' ? ['true', 'false'] : words
    return (
      <select
        id={id}
        aria-describedby={describedBy}
        value={text}
        onChange={(event) => onType(event.target.value)}
        className={INPUT_LOOK}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {kind === 'switch' ? (option === 'true' ? 'on' : 'off') : option}
          </option>
        ))}
      </select>
    )
  }
  return (
    <input
      id={id}
      aria-describedby={describedBy}
      aria-invalid={isWrong}
      value={text}
      placeholder={may_be_null ? 'none' : undefined}
      inputMode={kind === 'text' || kind === 'names' ? 'text' : 'decimal'}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => onType(event.target.value)}
      className={`${INPUT_LOOK} ${isWrong ? 'border-down!' : ''}`}
    />
  )
}

interface NamesProps {
  id: string
  text: string
  choices: readonly string[]
  onType: (text: string) => void
}

/** Some of a few names; none chosen means all of them. */
function Names({ id, text, choices, onType }: NamesProps) {
  const chosen = text.split(', ').filter(Boolean)
  const toggle = (name: string) => {
    const isChosen = chosen.includes(name)
    onType(typedOf(choices.filter((each) => (each === name ? !isChosen : chosen.includes(each)))))
  }
  return (
    <span id={id} className="flex flex-wrap gap-x-3 gap-y-1">
      {choices.map((name) => (
        <label key={name} className="inline-flex items-center gap-1.5">
          <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
          {shortNameOf(name)}
        </label>
      ))}
    </span>
  )
}
