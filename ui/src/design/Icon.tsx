// Line drawings on a grid of 24, one stroke wide; each stands beside its word.

const GLYPHS = {
  overview: 'M4 13h6V4H4zM14 20h6v-9h-6zM4 20h6v-3H4zM14 7h6V4h-6z',
  market: 'M6 4v3M6 15v4M4 7h4v8H4zM13 3v5M13 17v4M11 8h4v9h-4zM20 6v2M20 13v3M18.5 8h3v5h-3z',
  scanner: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3 20 20M8 12l2-3 1.5 2L13 9',
  decisions: 'M12 3v6M12 9l-6 5v6M12 9l6 5v6M3.5 17.5 6 20l2.5-2.5M15.5 17.5 18 20l2.5-2.5',
  orders: 'M9 6h11M9 12h11M9 18h11M4 6l1 1 1.5-2M4 12l1 1 1.5-2M4 18l1 1 1.5-2',
  arena:
    'M8 4h8v5a4 4 0 0 1-8 0zM8 6H4v1a4 4 0 0 0 4 4M16 6h4v1a4 4 0 0 1-4 4M12 13v4M8 20h8M12 17v3',
  signals: 'M12 13v7M8.5 9.5a5 5 0 0 1 7 0M5.5 6.5a9.2 9.2 0 0 1 13 0M12 13h.01',
  messages: 'M4 5h16v11H9l-5 4z',
  users:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20a6 6 0 0 1 12 0M16 4.5a3.5 3.5 0 0 1 0 6M18 14.5a6 6 0 0 1 3 5.5',
  login: 'M14 4h5v16h-5M4 12h10M10 8l4 4-4 4',
  status: 'M3 12h4l2.5-7 5 14 2.5-7h4',
  settings:
    'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M18.4 5.6l-2.1 2.1M7.7 16.3l-2.1 2.1',
  preferences:
    'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM9 19.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.3 15.3 20 20',
  stop: 'M8 3h8l5 5v8l-5 5H8l-5-5V8zM9 9h6v6H9z',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  close: 'M6 6l12 12M18 6 6 18',
} as const

export type Glyph = keyof typeof GLYPHS

/** A picture for a word that stands beside it; silent for whoever reads by ear. */
export function Icon({ of }: { of: Glyph }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      className="size-[1.2em] shrink-0"
    >
      <path d={GLYPHS[of]} />
    </svg>
  )
}
