import type { RefObject } from 'react'
import { Keycap } from '@/design/Keycap'
import { Empty } from '@/design/states'
import type { Command } from './commands'

interface FoundProps {
  id: string
  list: RefObject<HTMLDivElement | null>
  commands: readonly Command[]
  /** The place of the one that Enter runs. */
  at: number
  onChoose: (command: Command) => void
}

/** What was found; the keyboard stays in the field above and walks through it. */
export function Found({ id, list, commands, at, onChoose }: FoundProps) {
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label="Found"
      tabIndex={-1}
      className="grid h-[min(24rem,55dvh)] content-start overflow-y-auto"
    >
      {commands.map((command, place) => (
        <Option
          key={command.id}
          id={`${id}-${place}`}
          command={command}
          isFirst={command.group !== commands[place - 1]?.group}
          isChosen={place === at}
          onChoose={onChoose}
        />
      ))}
      {commands.length === 0 && (
        <Empty title="Nothing is called that">Try the name of a page, or BTC.</Empty>
      )}
    </div>
  )
}

interface OptionProps {
  id: string
  command: Command
  /** The first of its group says the group's name. */
  isFirst: boolean
  isChosen: boolean
  onChoose: (command: Command) => void
}

function Option({ id, command, isFirst, isChosen, onChoose }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the keyboard
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isChosen}
      onClick={() => onChoose(command)}
      className="grid cursor-pointer grid-cols-[6rem_minmax(0,1fr)_auto] items-baseline gap-x-2 rounded px-2 py-1 hover:bg-raised aria-selected:bg-raised aria-selected:shadow-[inset_2px_0_0_var(--color-link)] max-sm:grid-cols-[minmax(0,1fr)_auto]"
    >
      <span className="text-[0.82rem] text-faint max-sm:hidden">{isFirst && command.group}</span>
      <span className="truncate">
        {command.title}
        <span className="ml-2 text-[0.86rem] text-faint">{command.about}</span>
      </span>
      {command.press && <Keycap of={command.press} />}
    </div>
  )
}
