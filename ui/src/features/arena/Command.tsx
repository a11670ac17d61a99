import { useId } from 'react'

/** A command to type on the machine of the desk. */
export function Command({ line, says }: { line: string; says: string }) {
  const id = useId()
  return (
    <div className="grid gap-1">
      <code
        aria-describedby={id}
        className="rounded border border-line bg-raised px-2 py-1.5 font-mono text-[0.86rem] wrap-anywhere"
      >
        {line.split(' ').map((word, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the words of a command keep their places
          <span key={place} className="inline-block max-w-full">
            {word}&nbsp;
          </span>
        ))}
      </code>
      <p id={id} className="text-[0.86rem] text-faint">
        {says}
      </p>
    </div>
  )
}
