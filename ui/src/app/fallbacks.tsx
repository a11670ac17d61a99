import { type ErrorComponentProps, Link } from '@tanstack/react-router'
import { Empty, Failed } from '@/design/states'

/** An address that leads nowhere. */
export function MissingPage() {
  return (
    <Empty title="There is no such page">
      <Link to="/" className="text-link underline">
        Back to the overview
      </Link>
    </Empty>
  )
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

/** A page that broke while it was drawn. */
export function CrashedPage({ error, reset }: ErrorComponentProps) {
  return <Failed what="this page" error={asError(error)} onRetry={reset} />
}
