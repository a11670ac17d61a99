import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { InertText } from '@/design/InertText'
import { RequestFailed } from '@/design/RequestFailed'
import { Time } from '@/design/Time'
import { approveChange } from './queries'
import { TextField } from './SwitchForm'

type Change = Shapes['ModeChangeView']

interface WaitingChangesProps {
  changes: readonly Change[]
  onApproved: (change: Change) => void
}

/** Switches that need somebody else's word. */
export function WaitingChanges({ changes, onApproved }: WaitingChangesProps) {
  if (changes.length === 0) return null
  return (
    <ul aria-label="Switches that wait for approval" className="grid gap-2 px-3 pb-3">
      {changes.map((change) => (
        <li key={change.change_id} className="rounded border border-warn/45 bg-warn-wash px-3 py-2">
          <Waiting change={change} onApproved={onApproved} />
        </li>
      ))}
    </ul>
  )
}

function Waiting({ change, onApproved }: { change: Change; onApproved: (change: Change) => void }) {
  const [by, setBy] = useState('')
  const approve = useMutation({ mutationFn: approveChange, onSuccess: onApproved })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    approve.mutate({ change_id: change.change_id, by: by.trim() })
  }
  return (
    <form onSubmit={submit} className="grid gap-2 text-[0.93rem]">
      <p>
        <span className="font-medium">
          {change.by} asks for {change.mode}
        </span>
        , <Time of={change.asked_at} style="full" />. Approved by {approvers(change)} of{' '}
        {change.approvals_needed} needed, besides who asked; it lapses unless enough approve in
        time.
      </p>
      <InertText text={`“${change.reason}”`} />
      <div className="flex flex-wrap items-end gap-2">
        <TextField label="Your name" value={by} onChange={setBy} maxLength={80} />
        <Button type="submit" disabled={by.trim() === '' || approve.isPending}>
          {approve.isPending ? 'Asking the venue…' : `Approve ${change.mode}`}
        </Button>
      </div>
      {approve.error && <RequestFailed what="It was not approved" error={approve.error} />}
    </form>
  )
}

function approvers({ approved_by }: Change): string {
  return approved_by.length === 0 ? '0' : `${approved_by.length} (${approved_by.join(', ')})`
}
