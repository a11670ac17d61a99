/** How to press a key or a row of them: `Ctrl+K`, `g o`. */
export function Keycap({ of }: { of: string }) {
  const parts = of.split(/[ +]/)
  return (
    <span className="inline-flex items-center gap-1 text-[0.82rem] whitespace-nowrap text-muted">
      {parts.map((part, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one key never move
        <kbd key={place} className="rounded border border-line-strong bg-raised px-1.5 font-sans">
          {part}
        </kbd>
      ))}
    </span>
  )
}
