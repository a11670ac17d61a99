import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { PriceBanner } from '@/features/market/PriceBanner'
import { RealMoney } from '@/features/mode/RealMoney'
import { ConnectionBanner } from '@/features/system/ConnectionState'
import { statusQuery } from '@/features/system/queries'
import { StatusStrip } from '@/features/system/StatusStrip'
import { Head } from './Head'
import { useFollowedMode } from './useFollowedMode'

/** What surrounds every page; its accent says where orders go. */
export function Frame() {
  const { data: status } = useQuery(statusQuery)
  useFollowedMode(status?.mode)
  return (
    <div
      data-mode={status?.mode}
      data-testid="frame"
      className="framed grid min-h-dvh grid-rows-[auto_1fr_auto] border-accent"
    >
      <a
        href="#page"
        className="sr-only focus:not-sr-only focus:absolute focus:z-20 focus:m-2 focus:rounded focus:bg-raised focus:px-3 focus:py-1.5"
      >
        Skip to the page
      </a>
      <div className="border-b border-line bg-surface">
        <RealMoney mode={status?.mode} />
        <Head status={status} />
        <ConnectionBanner />
        <PriceBanner />
      </div>
      <main id="page" tabIndex={-1} className="min-w-0 p-2 outline-none sm:p-3">
        <Outlet />
      </main>
      <footer className="border-t border-line bg-surface lg:sticky lg:bottom-0">
        <StatusStrip />
      </footer>
    </div>
  )
}
