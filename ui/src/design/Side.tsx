const TONES = { long: 'text-up', buy: 'text-up', short: 'text-down', sell: 'text-down' }

/** Long or short, buy or sell, as a word. */
export function Side({ of }: { of: keyof typeof TONES }) {
  return <span className={`${TONES[of]} font-medium`}>{of}</span>
}
