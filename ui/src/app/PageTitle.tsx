import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Shapes } from '@/api/client'
import { killSwitchQuery } from '@/features/switch/queries'
import { useConnection, useUnseen } from '@/live/LiveProvider'
import { nameOf, titleOf } from './title'

type Mode = Shapes['RuntimeMode'] | undefined

/** Keeps the tab's name and picture true, and tells the ear which page has come. */
export function PageTitle({ mode }: { mode: Mode }) {
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const { data } = useQuery(killSwitchQuery)
  const isLost = useConnection().phase === 'stale'
  const page = nameOf(path)
  const title = titleOf({ page, mode, stop: data?.state, isLost, unseen: useUnseen() })
  useEffect(() => {
    document.title = title
  }, [title])
  useEffect(() => {
    const picture = document.querySelector<HTMLLinkElement>('link[rel=icon]')
    if (picture !== null)
      picture.href = mode === undefined ? '/favicon.svg' : `/favicon-${mode}.svg`
  }, [mode])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another page takes the focus
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById('page')?.focus()
  }, [path])
  return (
    <p role="status" className="sr-only">
      {page}
    </p>
  )
}
