import { DeskError } from '@/api/client'
import { RequestFailed } from '@/design/RequestFailed'

interface UnreachableProps {
  error: Error
  /** The switch was pressed, and not only looked at. */
  wasPressed: boolean
}

/** The switch was not turned as far as anybody knows, and how to stop the desk without this page. */
export function Unreachable({ error, wasPressed }: UnreachableProps) {
  const isSilent = !(error instanceof DeskError) || error.status === null
  return (
    <>
      <RequestFailed what={titleOf(isSilent, wasPressed)} error={error} />
      {isSilent && (
        <p className="text-[0.93rem]">
          To stop it without this page: run <code className="font-mono">tradewind halt</code> on its
          machine, or put a file named <code className="font-mono">HALT</code> into its home folder.
        </p>
      )}
    </>
  )
}

function titleOf(isSilent: boolean, wasPressed: boolean): string {
  if (!isSilent)
    return wasPressed ? 'The switch was not turned' : 'How the switch stands is not known'
  return wasPressed
    ? 'The desk cannot be reached: nobody confirmed the turn, and the desk may go on trading'
    : 'The desk cannot be reached: how the switch stands is not known'
}
