import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { DeskError } from '@/api/client'
import { Dialog } from '@/design/Dialog'
import { RequestFailed } from '@/design/RequestFailed'
import { Skeleton } from '@/design/states'
import { topics } from '@/live/topics'
import { ChangeList } from './ChangeList'
import { ConfirmForm } from './ConfirmForm'
import { type FileName, previewQuery, type Setting, updateSettings, type Values } from './queries'
import { summaryOf } from './summary'

const OUTDATED = 412
const TOUCHED = [topics.status, topics.models, topics.scheduler]

interface ReviewDialogProps {
  file: FileName
  values: Values
  settings: readonly Setting[]
  onClose: () => void
  onDone: (said: string) => void
}

/** What a change would do, in plain words, before it is written. */
export function ReviewDialog({ file, values, settings, onClose, onDone }: ReviewDialogProps) {
  const cache = useQueryClient()
  const preview = useQuery(previewQuery(file, values))
  const readAgain = async () => {
    await cache.invalidateQueries({ queryKey: topics.config })
    for (const queryKey of TOUCHED) void cache.invalidateQueries({ queryKey })
  }
  const update = useMutation({
    mutationFn: updateSettings,
    onSuccess: async ({ change }) => {
      await readAgain() // or the page would show the old values for a moment
      onDone(summaryOf(change))
    },
    onError: readAgain,
  })
  const lookAgain = () => {
    update.reset()
    void preview.refetch()
  }
  const found = preview.data
  return (
    <Dialog title={found?.word ? 'Loosen a limit' : 'Review the change'} onClose={onClose}>
      <div className="grid gap-3 text-[0.93rem]">
        {preview.error && (
          <RequestFailed what="It cannot be changed like this" error={preview.error} />
        )}
        {preview.isPending && <Skeleton lines={3} label="what the change would do" />}
        {found && (
          <>
            <ChangeList label="What would change" changes={found.changes} settings={settings} />
            <Consequences of={found.consequences} />
          </>
        )}
        {update.error && <RequestFailed what="Nothing was changed" error={update.error} />}
      </div>
      <ConfirmForm
        preview={found}
        isPending={update.isPending}
        onLookAgain={isOutdated(update.error) ? lookAgain : null}
        onMean={(said) => update.mutate({ file, values, ...said })}
        onClose={onClose}
      />
    </Dialog>
  )
}

function Consequences({ of }: { of: readonly string[] }) {
  if (of.length === 0) return null
  return (
    <ul
      aria-label="What that lets through"
      className="rounded border border-warn/45 bg-warn-wash px-3 py-2"
    >
      {of.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

function isOutdated(error: Error | null): boolean {
  return error instanceof DeskError && error.status === OUTDATED
}
