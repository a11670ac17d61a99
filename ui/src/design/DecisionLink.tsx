import { Link } from '@tanstack/react-router'

/** The way to the decision behind something; "—" when no decision of ours was. */
export function DecisionLink({ id }: { id: string | null }) {
  if (id === null) return <span title="No decision of this desk">—</span>
  return (
    <Link
      to="/decisions/$id"
      params={{ id }}
      title={id}
      className="text-link underline decoration-link/40 underline-offset-2 hover:decoration-link"
    >
      why
    </Link>
  )
}
