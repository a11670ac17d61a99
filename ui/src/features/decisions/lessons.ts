import { infiniteQueryOptions } from '@tanstack/react-query'
import { answerOf, briefly, desk, type Shapes, within } from '@/api/client'
import { topics } from '@/live/topics'

export type Scope = 'active' | 'all'
export type Lesson = Shapes['LessonView']

const PLACE = '/internal/autotrade/v1/lessons'
const PAGE = 20

/** Lessons newest first; `all`: those that hold no longer as well. */
export const lessonsQuery = (scope: Scope) =>
  infiniteQueryOptions({
    queryKey: [...topics.lessons, scope],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        desk.GET(PLACE, {
          params: {
            query: { scope, limit: PAGE, ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
          signal: within(signal),
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  })

export function addLesson(body: Shapes['LessonBody']) {
  return answerOf(desk.POST(PLACE, { body, signal: briefly() }))
}

export function retireLesson({ id, by }: { id: string; by: string }) {
  return answerOf(
    desk.DELETE(`${PLACE}/{lesson_id}`, {
      params: { path: { lesson_id: id }, query: { by } },
      signal: briefly(),
    }),
  )
}
