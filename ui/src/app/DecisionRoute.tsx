import { useParams } from '@tanstack/react-router'
import { DecisionPage } from '@/features/decisions/DecisionPage'

/** Reads the decision's id from the address. */
export function DecisionRoute() {
  const { id } = useParams({ from: '/decisions/$id' })
  return <DecisionPage id={id} />
}
