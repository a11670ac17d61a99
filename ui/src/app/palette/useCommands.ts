import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { Shapes } from '@/api/client'
import { show } from '@/app/overlay'
import { PAIRS, RISINGS, THEMES, ZONES } from '@/app/Preferences'
import { PAGES } from '@/app/pages'
import { notify } from '@/design/notify'
import { pair, rising, theme, tour, zone } from '@/design/preferences'
import { newestDecisionsQuery, triggerDecision } from '@/features/decisions/queries'
import { statusQuery } from '@/features/system/queries'
import { symbolParts } from '@/format/symbol'
import { formatTime } from '@/format/time'
import { topics } from '@/live/topics'
import type { Command } from './commands'

/** Everything that can be found: acts, pages, symbols, decisions. */
export function useCommands(): readonly Command[] {
  const router = useRouter()
  const { data: status } = useQuery(statusQuery)
  const { data: decisions } = useQuery(newestDecisionsQuery)
  const go = (href: string) => () => void router.navigate({ href })
  return [
    ...PAGES.map(({ to, title, about, key }): Command => {
      return { id: to, title, about, group: 'Pages', press: `g ${key}`, run: go(to) }
    }),
    {
      id: '/gallery',
      title: 'Gallery',
      about: 'Every part in every state',
      group: 'Pages',
      run: go('/gallery'),
    },
    ...useActs(),
    ...(status?.symbols ?? []).map((symbol) => symbolCommand(symbol, go)),
    ...(decisions?.items ?? []).map((decision) => decisionCommand(decision, go)),
  ]
}

type Go = (href: string) => () => void

function symbolCommand(symbol: string, go: Go): Command {
  const { base, rest } = symbolParts(symbol)
  const href = `/market/${encodeURIComponent(symbol)}`
  return { id: href, title: `${base} ${rest}`, about: symbol, group: 'Symbols', run: go(href) }
}

function decisionCommand(
  { id, created_at, outcome, model }: Shapes['DecisionSummary'],
  go: Go,
): Command {
  const href = decisionHref(id)
  return {
    id: href,
    title: `Decision of ${formatTime(created_at, zone.current(), 'full')}`,
    about: `${outcome} · ${model} · ${id}`,
    group: 'Decisions',
    run: go(href),
  }
}

export function decisionHref(id: string): string {
  return `/decisions/${encodeURIComponent(id)}`
}

function useActs(): readonly Command[] {
  const decide = useDecideNow()
  const act = (id: string, title: string, about: string, run: () => void): Command => ({
    id,
    title,
    about,
    group: 'Acts',
    run,
  })
  return [
    {
      ...act('stop', 'Kill switch…', 'Stop or resume trading', () => show('kill switch')),
      press: 'Alt+K',
    },
    act('decide', 'Decide now', 'Ask the model for a decision out of turn', decide),
    act('csv', 'Download orders as CSV', 'The newest 500', () => download('/api/orders.csv')),
    act('tour', 'Look around', 'The tour of three steps, once more', () => tour.set('due')),
    { ...act('keys', 'Show the keys', 'The sheet of keys', () => show('keys')), press: '?' },
    ...choices('Theme', THEMES, theme, act),
    ...choices('Clock', ZONES, zone, act),
    ...choices('Colors', PAIRS, pair, act),
    ...choices('What rises is', RISINGS, rising, act),
  ]
}

function choices<T extends string>(
  name: string,
  all: readonly { value: T; text: string }[],
  preference: { set(value: T): void },
  act: (id: string, title: string, about: string, run: () => void) => Command,
): Command[] {
  return all.map(({ value, text }) =>
    act(`${name} ${value}`, `${name}: ${text}`, 'Preference of this browser', () =>
      preference.set(value),
    ),
  )
}

function useDecideNow(): () => void {
  const cache = useQueryClient()
  const { mutate } = useMutation({
    mutationFn: triggerDecision,
    onSuccess: ({ queued, message }) => {
      notify({ text: message || (queued ? 'A cycle runs; one more follows.' : 'A cycle starts.') })
      void cache.invalidateQueries({ queryKey: topics.scheduler })
    },
    onError: (e) => notify({ text: `No decision was asked for: ${e.message}`, isProblem: true }),
  })
  return () => mutate()
}

function download(href: string): void {
  const link = document.createElement('a')
  link.href = href
  link.download = ''
  link.click()
}
