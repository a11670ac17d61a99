import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { readFilters } from '@/features/decisions/filters'
import { searchOf, viewOf } from '@/features/scanner/view'
import { Frame } from './Frame'
import { CrashedPage, MissingPage } from './fallbacks'
import { paintBeforePage } from './next_paint'
import { OverviewPage } from './OverviewPage'

const root = createRootRoute({
  component: Frame,
  notFoundComponent: MissingPage,
  errorComponent: CrashedPage,
  beforeLoad: ({ location, preload }) => (preload ? undefined : paintBeforePage(location.pathname)),
})

const overview = createRoute({ getParentRoute: () => root, path: '/', component: OverviewPage })

const firstMarket = createRoute({
  getParentRoute: () => root,
  path: '/market',
  component: lazyRouteComponent(() => import('./MarketRoute'), 'FirstMarket'),
})

const market = createRoute({
  getParentRoute: () => root,
  path: '/market/$symbol',
  component: lazyRouteComponent(() => import('./MarketRoute'), 'MarketRoute'),
})

const scanner = createRoute({
  getParentRoute: () => root,
  path: '/scanner',
  validateSearch: (search: Record<string, unknown>) => searchOf(viewOf(search)),
  component: lazyRouteComponent(() => import('./ScannerRoute'), 'ScannerRoute'),
})

const decisions = createRoute({
  getParentRoute: () => root,
  path: '/decisions',
  validateSearch: readFilters,
  component: lazyRouteComponent(() => import('./DecisionsRoute'), 'DecisionsRoute'),
})

const decision = createRoute({
  getParentRoute: () => root,
  path: '/decisions/$id',
  component: lazyRouteComponent(() => import('./DecisionRoute'), 'DecisionRoute'),
})

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: ({ symbol }: Record<string, unknown>): { symbol?: string } =>
    typeof symbol === 'string' ? { symbol } : {},
  component: lazyRouteComponent(() => import('./OrdersPage'), 'OrdersPage'),
})

const arena = createRoute({
  getParentRoute: () => root,
  path: '/arena',
  component: lazyRouteComponent(() => import('@/features/arena/ArenaPage'), 'ArenaPage'),
})

const status = createRoute({
  getParentRoute: () => root,
  path: '/status',
  component: lazyRouteComponent(() => import('@/features/system/StatusPage'), 'StatusPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./SettingsPage'), 'SettingsPage'),
})

const gallery = createRoute({
  getParentRoute: () => root,
  path: '/gallery',
  component: lazyRouteComponent(() => import('./gallery/GalleryPage'), 'GalleryPage'),
})

const dashboard = createRoute({
  getParentRoute: () => root,
  path: '/dashboard',
  beforeLoad: () => {
    throw redirect({ to: '/', replace: true })
  },
})

const positions = createRoute({
  getParentRoute: () => root,
  path: '/positions',
  beforeLoad: () => {
    throw redirect({ to: '/orders', replace: true })
  },
})

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    firstMarket,
    market,
    scanner,
    decisions,
    decision,
    orders,
    arena,
    status,
    settings,
    gallery,
    dashboard,
    positions,
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: CrashedPage,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
