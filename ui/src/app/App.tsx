// Builds what every page shares: cache, live connection, router.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { DeskError } from '@/api/client'
import { LiveProvider } from '@/live/LiveProvider'
import { createLive, socketUrl } from '@/live/live'
import { router } from './router'

const MOST_RETRIES = 2
const FRESH_FOR_MS = 2_000

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_FOR_MS,
      networkMode: 'always',
      retry: (failures, error) => failures < MOST_RETRIES && isWorthRetrying(error),
    },
    mutations: { networkMode: 'always' },
  },
})
const live = createLive(cache, socketUrl(location))

export function App() {
  return (
    <QueryClientProvider client={cache}>
      <LiveProvider live={live}>
        <RouterProvider router={router} />
      </LiveProvider>
    </QueryClientProvider>
  )
}

/** The desk refused for good: asking again gives the same. */
function isWorthRetrying(error: Error): boolean {
  return !(error instanceof DeskError && error.status !== null && error.status < 500)
}
