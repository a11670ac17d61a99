import { useState } from 'react'
import { Button } from '@/design/Button'
import { Dialog } from '@/design/Dialog'
import { RequestFailed } from '@/design/RequestFailed'

interface SafeModeReleaseProps {
  failedDecisions: number
  isPending: boolean
  error: Error | null
  onRelease: () => void
}

/** Why the desk opens nothing, and the way to let it again. */
export function SafeModeRelease(props: SafeModeReleaseProps) {
  const { failedDecisions, isPending, error, onRelease } = props
  const [isAsking, setIsAsking] = useState(false)
  return (
    <div className="grid gap-2 border-b border-down/45 bg-down-wash px-3 py-2 text-[0.93rem]">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium text-down">
          Safe mode: {failedDecisions} decisions in a row failed, so the desk opens nothing.
        </span>
        <Button onClick={() => setIsAsking(true)} disabled={isPending}>
          {isPending ? 'Releasing…' : 'Release safe mode…'}
        </Button>
      </p>
      {error && <RequestFailed what="Safe mode was not released" error={error} />}
      {isAsking && (
        <Dialog title="Release safe mode" onClose={() => setIsAsking(false)}>
          <p className="text-[0.93rem]">
            The desk opens again, until as many decisions in a row fail once more ({failedDecisions}{' '}
            did).
          </p>
          <div className="flex justify-end gap-2">
            <Button data-first-focus onClick={() => setIsAsking(false)}>
              Cancel
            </Button>
            <Button
              onClick={() => {
                setIsAsking(false)
                onRelease()
              }}
            >
              Release
            </Button>
          </div>
        </Dialog>
      )}
    </div>
  )
}
