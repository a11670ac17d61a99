import { useId } from 'react'
import type { Shapes } from '@/api/client'
import { Badge } from '@/design/Badge'
import { titleOf } from './groups'
import type { Setting } from './queries'
import { SettingInput } from './SettingInput'
import { UseMeter } from './UseMeter'
import type { Draft } from './useDraft'
import { formatValue, isSame, parse, rangeOf } from './values'

interface SettingRowProps {
  setting: Setting
  use: Shapes['LimitUse'] | undefined
  draft: Draft
  choices: readonly string[] | null
}

/** One setting: what it means, what is in force, how much is used, and where it is typed. */
export function SettingRow({ setting, use, draft, choices }: SettingRowProps) {
  const id = useId()
  const { key, meaning, unit, allowed, variable } = setting
  const fault = draft.faults[key]
  const isChanged = fault !== undefined || key in draft.values
  const range = rangeOf(allowed)
  return (
    <li
      data-key={key}
      className={`grid gap-x-4 gap-y-1 border-t border-line px-3 py-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,11rem)] lg:grid-cols-[minmax(0,1fr)_minmax(0,13rem)_minmax(0,12rem)] xl:grid-cols-[minmax(0,1fr)_minmax(0,22rem)_minmax(0,16rem)] ${isChanged ? 'bg-raised/60' : ''}`}
    >
      <div className="min-w-0 sm:max-lg:col-span-2">
        <label htmlFor={id} className="font-medium">
          {titleOf(key)}
        </label>
        <p id={`${id}-about`} className="text-faint">
          {meaning} {range && <span className="whitespace-nowrap">Range: {range}.</span>}
        </p>
      </div>
      <div className="grid min-w-0 content-start gap-1">
        <Standing setting={setting} />
        {use && <UseMeter setting={setting} used={use.used} what={use.what} />}
      </div>
      <div className="grid min-w-0 content-start gap-0.5">
        {variable === null ? (
          <SettingInput
            setting={setting}
            id={id}
            describedBy={`${id}-about ${id}-typed`}
            text={draft.textOf(setting)}
            isWrong={fault !== undefined}
            choices={choices}
            onType={(text) => draft.type(key, text)}
          />
        ) : (
          <p id={id} className="text-muted wrap-anywhere">
            Set by <code className="font-mono text-[0.86rem]">{variable}</code>; change it there.
          </p>
        )}
        <p id={`${id}-typed`} aria-live="polite" className={fault ? 'text-down' : 'text-faint'}>
          {fault ?? meantBy(setting, draft.textOf(setting), unit)}
        </p>
      </div>
    </li>
  )
}

function Standing({ setting }: { setting: Setting }) {
  const { in_force, in_files, set_by, unit } = setting
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 wrap-anywhere">
      <span className="font-medium">{formatValue(in_force, unit)}</span>
      {set_by === 'shipped' && <Badge>as shipped</Badge>}
      {!isSame(in_force, in_files) && (
        <Badge tone="warn">{`the file says ${formatValue(in_files, unit)}`}</Badge>
      )}
    </p>
  )
}

/** How a share that is typed as a fraction reads; nothing where the number says it all. */
function meantBy({ allowed }: Setting, text: string, unit: string | null): string {
  if (!unit?.startsWith('share of ')) return ''
  const read = parse(text, allowed)
  return 'value' in read ? `= ${formatValue(read.value, unit)}` : ''
}
