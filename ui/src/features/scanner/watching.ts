// The stars: one list for the whole desk, kept by it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Shapes } from '@/api/client'
import { notify } from '@/design/notify'
import { topics } from '@/live/topics'
import { replaceWatchlist, watchlistQuery } from './queries'

type Watchlist = Shapes['WatchlistView']

interface Wish {
  symbol: string
  isWatched: boolean
}

/** What is watched; empty until the desk has said. */
export function useWatched(): ReadonlySet<string> {
  const { data } = useQuery(watchlistQuery)
  return useMemo(() => new Set(data?.symbols), [data])
}

/** Watches a symbol or lets it go; one after another, each on the list that the one before it left. */
export function useWatch(): (wish: Wish) => void {
  const cache = useQueryClient()
  const { mutate } = useMutation({
    scope: { id: 'watchlist' },
    mutationFn: async (wish: Wish) => {
      const { symbols } = await cache.ensureQueryData(watchlistQuery)
      return replaceWatchlist(changed(symbols, wish))
    },
    onSuccess: (list: Watchlist, { symbol, isWatched }) => {
      cache.setQueryData<Watchlist>(topics.watchlist, list)
      notify({
        text: isWatched ? `${symbol} is on the watchlist.` : `${symbol} is off the watchlist.`,
        undo: () => mutate({ symbol, isWatched: !isWatched }),
      })
    },
    onError: (error, { symbol }) => {
      notify({ text: `The star of ${symbol} was not kept: ${error.message}`, isProblem: true })
      void cache.invalidateQueries({ queryKey: topics.watchlist })
    },
  })
  return mutate
}

function changed(symbols: readonly string[], { symbol, isWatched }: Wish): string[] {
  const others = symbols.filter((each) => each !== symbol)
  return isWatched ? [...others, symbol] : others
}
