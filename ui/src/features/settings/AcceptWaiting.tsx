import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Shapes } from '@/api/client'
import { Button } from '@/design/Button'
import { configQuery, type Values } from './queries'
import { ReviewDialog } from './ReviewDialog'
import { isSame } from './values'

/** The way to let limits through that were loosened in the file: the same review as of any change. */
export function AcceptWaiting({ standing }: { standing: Shapes['SettingsView'] }) {
  const { data: document } = useQuery(configQuery('trading', standing))
  const [isReviewing, setIsReviewing] = useState(false)
  const waiting: Values = Object.fromEntries(
    (document?.settings ?? [])
      .filter(({ in_force, in_files, is_editable }) => is_editable && !isSame(in_force, in_files))
      .filter(({ key }) => !standing.needs_restart.includes(`trading.${key}`))
      .map(({ key, in_files }) => [key, in_files]),
  )
  if (document === undefined || Object.keys(waiting).length === 0) return null
  return (
    <>
      <Button className="mt-1" onClick={() => setIsReviewing(true)}>
        Review and accept…
      </Button>
      {isReviewing && (
        <ReviewDialog
          file="trading"
          values={waiting}
          settings={document.settings}
          onClose={() => setIsReviewing(false)}
          onDone={() => setIsReviewing(false)}
        />
      )}
    </>
  )
}
