import { symbolParts } from '@/format/symbol'

/** An instrument: what is traded large, against what small. */
export function SymbolName({ of }: { of: string }) {
  const { base, rest } = symbolParts(of)
  return (
    <span title={of} className="whitespace-nowrap">
      <span className="font-semibold">{base}</span>
      {rest && <small className="ml-1 text-[0.82rem] font-normal text-faint">{rest}</small>}
    </span>
  )
}
