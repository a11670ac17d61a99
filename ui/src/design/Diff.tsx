import { Scroller } from './Scroller'

const LOOKS = [
  ['+', 'bg-up-wash text-up', 'added: '],
  ['-', 'bg-down-wash text-down', 'removed: '],
  ['@', 'text-faint', ''],
] as const
const PLAIN = [' ', 'text-muted', ''] as const

/** A unified diff, line by line; the sign, a color and a word for the ear say the same thing. */
export function Diff({ label, text }: { label: string; text: string }) {
  const lines = text.split('\n').filter((line) => !/^(---|\+\+\+)/.test(line))
  return (
    <Scroller label={label}>
      <ol className="font-mono text-[0.86rem] leading-relaxed">
        {lines.map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines repeat and never move
          <Line key={place} text={line} />
        ))}
      </ol>
    </Scroller>
  )
}

function Line({ text }: { text: string }) {
  const [, color, word] = LOOKS.find(([sign]) => text.startsWith(sign)) ?? PLAIN
  return (
    <li className={`${color} whitespace-pre-wrap wrap-anywhere`}>
      {word && <span className="sr-only">{word}</span>}
      {text}
    </li>
  )
}
