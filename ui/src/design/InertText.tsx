/** Text that a model or the outside wrote: shown letter by letter, never as markup or links. */
export function InertText({ text, isCode = false }: { text: string; isCode?: boolean }) {
  const face = isCode ? 'font-mono text-[0.86rem] leading-relaxed' : ''
  return <p className={`${face} whitespace-pre-wrap wrap-anywhere`}>{text}</p>
}
