import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { DecisionsPage } from '@/features/decisions/DecisionsPage'
import { LessonsPanel } from '@/features/decisions/LessonsPanel'
import { ModelsPanel } from '@/features/system/ModelsPanel'
import { statusQuery } from '@/features/system/queries'

/** Keeps the filters of the log in the page's address, so that they can be shared. */
export function DecisionsRoute() {
  const filters = useSearch({ from: '/decisions' })
  const navigate = useNavigate({ from: '/decisions' })
  const { data: status } = useQuery(statusQuery)
  return (
    <DecisionsPage
      filters={filters}
      symbols={status?.symbols ?? []}
      aside={
        <>
          <LessonsPanel />
          <ModelsPanel />
        </>
      }
      onFilter={(chosen) => void navigate({ search: chosen, replace: true, resetScroll: false })}
    />
  )
}
