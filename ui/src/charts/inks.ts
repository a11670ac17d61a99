// The page's colors as a canvas understands them.

const INKS = ['up', 'down', 'faint', 'line', 'raised'] as const

type Ink = (typeof INKS)[number]

/** Each ink as #rrggbb, as it is painted at `element` in the current theme. */
export function inks(element: Element): Record<Ink, string> {
  const probe = document.createElement('span')
  element.append(probe)
  const found = Object.fromEntries(INKS.map((ink) => [ink, painted(probe, ink)]))
  probe.remove()
  return found as Record<Ink, string>
}

function painted(probe: HTMLElement, ink: Ink): string {
  probe.style.color = `var(--color-${ink})`
  const [red = 0, green = 0, blue = 0] =
    getComputedStyle(probe).color.match(/\d+/g)?.map(Number) ?? []
  return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, '0')).join('')}`
}
