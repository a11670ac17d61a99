import { useNavigate, useSearch } from '@tanstack/react-router'
import { ScannerPage } from '@/features/scanner/ScannerPage'
import { searchOf, viewOf } from '@/features/scanner/view'

/** Reads from the address what is to be seen, and writes it back. */
export function ScannerRoute() {
  const search = useSearch({ from: '/scanner' })
  const navigate = useNavigate({ from: '/scanner' })
  return (
    <ScannerPage
      view={viewOf(search)}
      onView={(view) =>
        void navigate({ search: searchOf(view), replace: true, resetScroll: false })
      }
    />
  )
}
