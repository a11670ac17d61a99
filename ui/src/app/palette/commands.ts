// What the palette finds, and how it is found.

export interface Command {
  /** Unique and lasting: the palette remembers what was chosen by it. */
  id: string
  title: string
  /** More words it is found by; shown beside the title. */
  about: string
  group: 'Recent' | 'Acts' | 'Pages' | 'Symbols' | 'Decisions'
  /** The key that does the same. */
  press?: string
  run: () => void
}

const MOST_SHOWN = 40
const RECENT = 5
const KEPT_AS = 'tradewind.palette'

/** `commands` that have every word of `asked`, those with the words in their title first. */
export function found(commands: readonly Command[], asked: string): readonly Command[] {
  const words = asked.trim().toLowerCase().split(/\s+/)
  const rated = commands
    .map((command) => ({ command, rank: rank(command, words) }))
    .filter(({ rank }) => rank > 0)
  return rated
    .sort((a, b) => b.rank - a.rank)
    .slice(0, MOST_SHOWN)
    .map(({ command }) => command)
}

function rank({ title, about, group }: Command, words: readonly string[]): number {
  const name = title.toLowerCase()
  const rest = `${about} ${group}`.toLowerCase()
  let sum = 0
  for (const word of words) {
    if (name.startsWith(word)) sum += 4
    else if (name.split(/[\s·-]/).some((part) => part.startsWith(word))) sum += 3
    else if (name.includes(word)) sum += 2
    else if (rest.includes(word)) sum += 1
    else return 0
  }
  return sum
}

/** What is shown before anything is asked: what was chosen last, then everything. */
export function unasked(commands: readonly Command[], recent: readonly string[]) {
  const last = recent.flatMap((id) => commands.filter((command) => command.id === id))
  const others = commands.filter((command) => !last.includes(command))
  return [...last.map((command): Command => ({ ...command, group: 'Recent' })), ...others].slice(
    0,
    MOST_SHOWN,
  )
}

/** Ids of the commands chosen last, newest first. */
export function recentIds(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? '[]')
    return Array.isArray(kept) ? kept.map(String) : []
  } catch {
    return []
  }
}

export function remember(id: string): void {
  const ids = [id, ...recentIds().filter((known) => known !== id)].slice(0, RECENT)
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(ids))
  } catch {
    return
  }
}
