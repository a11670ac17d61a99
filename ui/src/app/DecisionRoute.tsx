import { useParams } from '@tanstack/react-router'
import { DecisionPage } from '@/features/decisions/DecisionPage'
import { Consequences } from './Consequences'

/** Reads the decision's id from the address. */
export function DecisionRoute() {
  const { id } = useParams({ from: '/decisions/$id' })
  return <DecisionPage id={id} consequences={(of) => <Consequences of={of} />} />
}
