import type { Shapes } from '@/api/client'
import { Disclosure } from '@/design/Disclosure'
import { type Column, Table } from '@/design/Table'

type Slot = Shapes['SlotView']

const KINDS: Readonly<Record<string, string>> = {
  json: 'one JSON object, alone in a ```json block',
  symbols: 'names of instruments with commas, or none',
  moment: 'a moment, ISO-8601 in UTC',
  mark: 'letters that nobody who writes into the inputs can foresee',
}

const COLUMNS: readonly [Column<Slot>, ...Column<Slot>[]] = [
  { title: 'Slot', cell: ({ name }) => <code className="font-mono">${name}</code> },
  { title: 'Required', cell: ({ is_required }) => (is_required ? 'yes' : 'no') },
  { title: 'Filled with', cell: ({ kind }) => KINDS[kind] ?? kind },
]

/** The places of the user's part that figures go to. */
export function SlotsTable({ slots }: { slots: readonly Slot[] }) {
  return (
    <Disclosure summary="Slots of the user part">
      <Table
        caption="Slots of a prompt"
        columns={COLUMNS}
        rows={slots}
        keyOf={({ name }) => name}
      />
    </Disclosure>
  )
}
