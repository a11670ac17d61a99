import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '@/design/Button'
import { Panel } from '@/design/Panel'
import { Segmented } from '@/design/Segmented'
import { Empty, Failed, Skeleton } from '@/design/states'
import { AddLesson } from './AddLesson'
import { LessonItem } from './LessonItem'
import { lessonsQuery, type Scope } from './lessons'

const SCOPES = [
  { value: 'active', text: 'In use' },
  { value: 'all', text: 'All' },
] as const

/** What results have taught and what people added; the next decisions see what is in use. */
export function LessonsPanel() {
  const [scope, setScope] = useState<Scope>('active')
  const query = useInfiniteQuery(lessonsQuery(scope))
  const lessons = query.data?.pages.flatMap(({ items }) => items)
  return (
    <Panel
      title="Lessons"
      aside={<Segmented label="Which lessons" value={scope} choices={SCOPES} onChange={setScope} />}
    >
      {lessons === undefined && query.isPending && <Skeleton lines={3} label="the lessons" />}
      {lessons?.length === 0 && (
        <Empty title="No lesson yet">
          They are counted from closed positions, or added here in your own words.
        </Empty>
      )}
      {lessons && lessons.length > 0 && (
        <ul aria-label="Lessons, newest first" className="divide-y divide-line">
          {lessons.map((lesson) => (
            <LessonItem key={lesson.id} lesson={lesson} />
          ))}
        </ul>
      )}
      {query.error && (
        <Failed what="the lessons" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.hasNextPage && (
        <div className="border-t border-line p-2 text-center">
          <Button onClick={() => void query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            Earlier lessons
          </Button>
        </div>
      )}
      <AddLesson />
    </Panel>
  )
}
