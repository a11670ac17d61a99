import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { Empty, Failed } from '@/design/states'

/** An address that leads nowhere. */
export function MissingPage() {
  return (
    <>
      <h1 className="sr-only">No such page</h1>
      <Empty title="There is no such page">
        Go{' '}
        <Link to="/" className="text-link underline">
          back to the overview
        </Link>
        , or press Ctrl+K and type what you look for.
      </Empty>
    </>
  )
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

/** A page that broke while it was drawn. */
export function CrashedPage({ error, reset }: ErrorComponentProps) {
  return <Failed what="this page" error={asError(error)} onRetry={reset} />
}
