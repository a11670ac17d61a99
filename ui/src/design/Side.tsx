const TONES = { long: 'text-rise', buy: 'text-rise', short: 'text-fall', sell: 'text-fall' }

/** Long or short, buy or sell, as a word. */
export function Side({ of }: { of: keyof typeof TONES }) {
  return <span className={`${TONES[of]} font-medium`}>{of}</span>
}
