import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { type ComponentType, lazy, Suspense } from 'react'
import type { Shapes } from '@/api/client'
import { Notices } from '@/design/Notices'
import { tour } from '@/design/preferences'
import { useNarrow } from '@/design/useNarrow'
import { PriceBanner } from '@/features/market/PriceBanner'
import { RealMoney } from '@/features/mode/RealMoney'
import { ConnectionBanner } from '@/features/system/ConnectionState'
import { statusQuery } from '@/features/system/queries'
import { StatusStrip } from '@/features/system/StatusStrip'
import { Head } from './Head'
import { Overlays } from './Overlays'
import { PageTitle } from './PageTitle'
import { ThumbBar } from './ThumbBar'
import { useFollowedMode } from './useFollowedMode'

const NoTour: ComponentType<{ status: Shapes['Status'] | undefined }> = () => null
const Tour = lazy<typeof NoTour>(() =>
  import('./Tour').then(
    ({ Tour }) => ({ default: Tour }),
    () => ({ default: NoTour }),
  ),
)

/** What surrounds every page; its accent says where orders go. */
export function Frame() {
  const { data: status } = useQuery(statusQuery)
  useFollowedMode(status?.mode)
  const isNarrow = useNarrow()
  return (
    <div
      data-mode={status?.mode}
      data-testid="frame"
      className="framed grid min-h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[auto_1fr_auto] border-accent max-sm:pb-14"
    >
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:m-2 focus:rounded focus:bg-raised focus:px-3 focus:py-1.5"
      >
        Skip to the page
      </a>
      <PageTitle mode={status?.mode} />
      <div className="border-b border-line bg-surface">
        <RealMoney mode={status?.mode} />
        <Head status={status} />
        <ConnectionBanner />
        <PriceBanner />
      </div>
      <main id="page" tabIndex={-1} className="min-w-0 p-2 outline-none sm:p-3">
        {tour.use() === 'due' && (
          <Suspense fallback={null}>
            <Tour status={status} />
          </Suspense>
        )}
        <Outlet />
      </main>
      <footer className="border-t border-line bg-surface lg:sticky lg:bottom-0 lg:z-5">
        <StatusStrip />
      </footer>
      {isNarrow && <ThumbBar />}
      <Overlays />
      <Notices />
    </div>
  )
}
