import { useState } from 'react'
import type { Setting, Value, Values } from './queries'
import { isSame, parse, typedOf } from './values'

type Typed = Readonly<Record<string, string>>

/** What was typed over the settings of a form, and what of it is a change. */
export function useDraft(settings: readonly Setting[]) {
  const [typed, setTyped] = useState<Typed>({})
  const values: Record<string, Value> = {}
  const faults: Record<string, string> = {}
  for (const { key, allowed, in_files } of settings) {
    const text = typed[key]
    if (text === undefined) continue
    const read = parse(text, allowed)
    if ('fault' in read) faults[key] = read.fault
    else if (!isSame(read.value, in_files)) values[key] = read.value
  }
  return {
    textOf: (setting: Setting) => typed[setting.key] ?? typedOf(setting.in_files),
    type: (key: string, text: string) => setTyped((before) => ({ ...before, [key]: text })),
    discard: () => setTyped({}),
    values: values as Values,
    faults: faults as Typed,
  }
}

export type Draft = ReturnType<typeof useDraft>
