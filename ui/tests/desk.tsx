// A desk that answers from the test, and the page around what is tested.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { act, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { desk } from '@/api/client'
import { LiveProvider } from '@/live/LiveProvider'
import { createLive } from '@/live/live'
import { ScriptedSocket } from './live/scripted_socket'

/** `next`: what the desk answers from then on. */
type Answer = { status?: number; body: unknown; next?: Answers } | 'never' | 'unreachable'
type Answers = { [path: string]: Answer }

let answers: Answers = {}
let asked: { method: string; path: string; body: unknown }[] = []

desk.use({
  async onRequest({ request }) {
    const path = new URL(request.url).pathname
    if (request.method !== 'GET') {
      asked.push({
        method: request.method,
        path,
        body: JSON.parse((await request.text()) || 'null'),
      })
    }
    const answer = answers[`${request.method} ${path}`] ?? answers[path]
    if (answer === 'unreachable') throw new TypeError('Failed to fetch')
    if (answer === 'never') return new Promise<Response>(() => undefined)
    if (answer?.next) answers = { ...answers, ...answer.next }
    const { status = 200, body } = answer ?? {
      status: 404,
      body: { title: 'Not found', detail: '' },
    }
    return Response.json(body, { status })
  },
})

export const PATHS = {
  prices: '/api/market/v1/prices',
  status: '/api/status',
  redis: '/api/redis/status',
  log: '/api/redis/log',
  portfolio: '/api/autotrade/v1/portfolio',
  curves: '/internal/autotrade/v1/portfolio/curves',
  performance: '/api/positions/performance',
  decisions: '/internal/autotrade/v1/decisions',
  scheduler: '/internal/autotrade/v1/scheduler',
  killSwitch: '/internal/autotrade/v1/kill-switch',
  mode: '/internal/autotrade/v1/runtime-mode',
  models: '/internal/autotrade/v1/model-usage',
  prompts: '/internal/autotrade/v1/prompts',
  lessons: '/internal/autotrade/v1/lessons',
  orders: '/api/orders',
  positions: '/api/positions',
  trigger: '/internal/autotrade/v1/scheduler/trigger',
}

/** Let the desk answer so from here on; `POST /path` goes before `/path`. */
export function deskAnswers(given: Answers): void {
  answers = given
  asked = []
}

/** Everything but reading that the desk was asked for since it was told its answers. */
export function wishes() {
  return asked
}

/** Draw `page` inside everything that pages stand in; returns the other side of its socket. */
export async function draw(page: ReactNode, at = '/') {
  const cache = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  const opened: ScriptedSocket[] = []
  const open = (url: string) => {
    const socket = new ScriptedSocket(url)
    opened.push(socket)
    return socket.asWebSocket()
  }
  const live = createLive(cache, 'ws://desk/', { open, random: () => 1 })
  const router = createRouter({
    routeTree: createRootRoute({ component: () => page }),
    history: createMemoryHistory({ initialEntries: [at] }),
  })
  await router.load()
  const view = render(
    <QueryClientProvider client={cache}>
      <LiveProvider live={live}>
        <RouterProvider router={router} />
      </LiveProvider>
    </QueryClientProvider>,
  )
  const socket = () => {
    const latest = opened.at(-1)
    if (latest === undefined) throw new Error('no socket was opened')
    return latest
  }
  return {
    ...view,
    hear: (...frames: object[]) => act(() => socket().hear(...frames)),
    accept: () => act(() => socket().accept()),
    drop: () => act(() => socket().drop()),
    sent: () => socket().sent,
    /** What the address asks for now. */
    address: (): Record<string, unknown> => router.state.location.search,
  }
}
