import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { Dialog } from '@/design/Dialog'
import { INPUT_LOOK } from '@/design/Field'
import { type Command, found, recentIds, remember, unasked } from './commands'
import { Found } from './Found'
import { decisionHref, useCommands } from './useCommands'

const ID_LIKE = /^[\w-]{6,}$/

/** Finds pages, symbols, decisions and acts by a few letters. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [asked, setAsked] = useState('')
  const [place, setPlace] = useState(0)
  const [recent] = useState(recentIds)
  const commands = useCommands()
  const byId = useDecisionById(asked.trim()).filter(
    ({ id }) => !commands.some((known) => known.id === id),
  )
  const shown =
    asked.trim() === '' ? unasked(commands, recent) : [...found(commands, asked), ...byId]
  const at = Math.min(place, shown.length - 1)
  const id = useId()
  const list = useRef<HTMLDivElement>(null)

  const move = (to: number) => {
    const next = (to + shown.length) % Math.max(1, shown.length)
    setPlace(next)
    list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView?.({ block: 'nearest' })
  }
  const run = (command: Command | undefined) => {
    if (command === undefined) return
    remember(command.id)
    onClose()
    command.run()
  }
  const press = (event: KeyboardEvent) => {
    const acts: Record<string, () => void> = {
      ArrowDown: () => move(place + 1),
      ArrowUp: () => move(place - 1),
      Home: () => move(0),
      End: () => move(shown.length - 1),
      Enter: () => run(shown[at]),
    }
    const act = acts[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  return (
    <Dialog title="Find or do" onClose={onClose}>
      <input
        data-first-focus
        role="combobox"
        aria-label="Page, symbol, decision or act"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={shown.length > 0 ? `${id}-${at}` : undefined}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        placeholder="Page, symbol, decision or act"
        value={asked}
        onChange={(event) => {
          setAsked(event.target.value)
          setPlace(0)
        }}
        onKeyDown={press}
        className={`${INPUT_LOOK} min-h-9`}
      />
      <Found id={id} list={list} commands={shown} at={at} onChoose={run} />
      <p role="status" className="sr-only">
        {shown.length === 1 ? '1 is found' : `${shown.length} are found`}
      </p>
    </Dialog>
  )
}

/** A decision that is no longer among the newest is found by its whole id. */
function useDecisionById(asked: string): Command[] {
  const router = useRouter()
  if (!ID_LIKE.test(asked) || !/\d/.test(asked)) return []
  const href = decisionHref(asked)
  return [
    {
      id: href,
      title: `Decision ${asked}`,
      about: 'by its id',
      group: 'Decisions',
      run: () => void router.navigate({ href }),
    },
  ]
}
