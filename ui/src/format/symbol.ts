// Instrument names as people read them.

/** "BTC-USDT-SWAP" as its base and the rest: ["BTC", "USDT perp"]. */
export function symbolParts(symbol: string): { base: string; rest: string } {
  const [base = symbol, ...rest] = symbol.split('-')
  return { base, rest: rest.join(' ').replace('SWAP', 'perp') }
}
