/** Three gusts of wind. */
export function Logo() {
  return (
    <svg
      viewBox="2 3 27 25"
      className="size-6 shrink-0"
      aria-hidden="true"
      fill="none"
      strokeWidth="2.6"
      strokeLinecap="round"
    >
      <path d="M5 12h14.5a3.8 3.8 0 1 0-3.6-5" className="stroke-accent" />
      <path d="M5 17.5h19a3.6 3.6 0 1 1-3.4 4.8" className="stroke-ink" />
      <path d="M5 23h9.5a2.9 2.9 0 1 1-2.7 3.9" className="stroke-accent" />
    </svg>
  )
}
