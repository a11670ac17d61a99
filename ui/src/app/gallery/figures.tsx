import { useState } from 'react'
import { Button } from '@/design/Button'
import { DecisionLink } from '@/design/DecisionLink'
import { Hash } from '@/design/Hash'
import { Money } from '@/design/Money'
import { Pnl } from '@/design/Pnl'
import { Price } from '@/design/Price'
import { Side } from '@/design/Side'
import { SymbolName } from '@/design/SymbolName'
import { Time } from '@/design/Time'
import { useFlash } from '@/design/useFlash'
import { formatSignedShare } from '@/format/money'
import { AT, HUGE, ID, type Specimen, SYMBOL } from './specimen'

/** Figures, names and times. */
export const FIGURES: readonly Specimen[] = [
  {
    file: 'Money.tsx',
    states: [
      ['usual', () => <Money value="99979.11" />],
      ['zero', () => <Money value="0" />],
      ['negative', () => <Money value="-12.4" />],
      ['tiny', () => <Money value="0.00001234" decimals={5} />],
      ['huge', () => <Money value={HUGE} />],
      ['unknown', () => <Money value={null} />],
    ],
  },
  {
    file: 'Price.tsx',
    states: [
      ['on its tick', () => <Price value="96543.2199" tickSize="0.1" />],
      ['tick unknown', () => <Price value="0.000012345678" tickSize={null} />],
      ['huge', () => <Price value={HUGE} tickSize="0.01" />],
      ['unknown', () => <Price value={undefined} tickSize="0.1" />],
    ],
  },
  {
    file: 'Pnl.tsx',
    states: [
      ['gain', () => <Pnl value="53.18" />],
      ['loss', () => <Pnl value="-12.4" />],
      ['zero', () => <Pnl value="0" />],
      ['rounds to zero', () => <Pnl value="-0.001" />],
      ['huge', () => <Pnl value={`-${HUGE}`} />],
      ['share', () => <Pnl value="0.1234" format={formatSignedShare} />],
      ['unknown', () => <Pnl value={null} />],
    ],
  },
  {
    file: 'Side.tsx',
    states: [
      ['long', () => <Side of="long" />],
      ['short', () => <Side of="short" />],
      ['buy', () => <Side of="buy" />],
      ['sell', () => <Side of="sell" />],
    ],
  },
  {
    file: 'SymbolName.tsx',
    states: [
      ['swap', () => <SymbolName of={SYMBOL} />],
      ['stock', () => <SymbolName of="AAPL" />],
      ['long', () => <SymbolName of="1000000BABYDOGE-USDT-SWAP" />],
    ],
  },
  {
    file: 'Time.tsx',
    states: [
      ['clock', () => <Time of={AT} style="clock" />],
      ['minute', () => <Time of={AT} />],
      ['full', () => <Time of={AT} style="full" />],
      ['unknown', () => <Time of={null} />],
      ['no time', () => <Time of="yesterday" />],
    ],
  },
  {
    file: 'Hash.tsx',
    states: [
      ['known', () => <Hash of={'3b1f'.repeat(16)} />],
      ['unknown', () => <Hash of={null} />],
    ],
  },
  {
    file: 'DecisionLink.tsx',
    states: [
      ['known', () => <DecisionLink id={ID} />],
      ['none', () => <DecisionLink id={null} />],
    ],
  },
  { file: 'useFlash.ts', states: [['press to move', () => <Moving />]] },
]

function Moving() {
  const [value, setValue] = useState(100)
  const element = useFlash(value)
  return (
    <div ref={element} className="flashing flex items-center gap-2">
      <span>{value}</span>
      <Button onClick={() => setValue(value + 1)}>Up</Button>
      <Button onClick={() => setValue(value - 1)}>Down</Button>
    </div>
  )
}
