// The page's colors as a canvas understands them.

const PAGE = ['up', 'down', 'warn', 'faint', 'line', 'raised'] as const
const SERIES = [1, 2, 3, 4, 5, 6, 7, 8] as const

// On a chart, up and down are moves.
const MOVES: Partial<Record<Ink, string>> = { up: 'rise', down: 'fall' }

/** The name of a curve's color. */
export type SeriesInk = `series-${(typeof SERIES)[number]}`
type Ink = (typeof PAGE)[number] | SeriesInk

const INKS: readonly Ink[] = [...PAGE, ...SERIES.map((place): SeriesInk => `series-${place}`)]

/** Each ink as #rrggbb, as it is painted at `element` in the current theme. */
export function inks(element: Element): Record<Ink, string> {
  const probe = document.createElement('span')
  element.append(probe)
  const found = Object.fromEntries(INKS.map((ink) => [ink, painted(probe, ink)]))
  probe.remove()
  return found as Record<Ink, string>
}

function painted(probe: HTMLElement, ink: Ink): string {
  probe.style.color = `var(--color-${MOVES[ink] ?? ink})`
  const [red = 0, green = 0, blue = 0] =
    getComputedStyle(probe).color.match(/\d+/g)?.map(Number) ?? []
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
