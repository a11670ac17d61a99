import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Badge } from '@/design/Badge'
import { Button } from '@/design/Button'
import { DecisionLink } from '@/design/DecisionLink'
import { Dialog } from '@/design/Dialog'
import { InertText } from '@/design/InertText'
import { RequestFailed } from '@/design/RequestFailed'
import { Time } from '@/design/Time'
import { formatCount } from '@/format/money'
import { topics } from '@/live/topics'
import { type Lesson, retireLesson } from './lessons'

const BY = 'the operator'

/** One lesson: its words, what it was counted from, and the way to retire it. */
export function LessonItem({ lesson }: { lesson: Lesson }) {
  const [isAsking, setIsAsking] = useState(false)
  return (
    <li className="grid gap-1 px-3 py-2 text-[0.93rem]">
      <InertText text={lesson.text} />
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-[0.86rem] text-faint">
        <span>{origin(lesson)}</span>
        <Time of={lesson.learned_at} />
        {lesson.decisions.slice(0, 3).map((id) => (
          <DecisionLink key={id} id={id} />
        ))}
        {lesson.retired_at === null ? (
          <Button className="ml-auto" aria-haspopup="dialog" onClick={() => setIsAsking(true)}>
            Retire…
          </Button>
        ) : (
          <Badge>retired by {lesson.retired_by ?? 'nobody known'}</Badge>
        )}
      </p>
      {isAsking && <RetireDialog lesson={lesson} onClose={() => setIsAsking(false)} />}
    </li>
  )
}

function RetireDialog({ lesson, onClose }: { lesson: Lesson; onClose: () => void }) {
  const cache = useQueryClient()
  const retire = useMutation({
    mutationFn: retireLesson,
    onSuccess: () => {
      onClose()
      return cache.invalidateQueries({ queryKey: topics.lessons })
    },
  })
  return (
    <Dialog title="Retire a lesson" onClose={onClose}>
      <InertText text={`“${lesson.text}”`} />
      <p className="text-[0.93rem]">
        No later decision sees it; it stays on record
        {lesson.rule !== null && ', and its rule is counted no more'}. It cannot be taken back.
      </p>
      {retire.error && <RequestFailed what="It was not retired" error={retire.error} />}
      <div className="flex justify-end gap-2">
        <Button data-first-focus onClick={onClose}>
          Keep it
        </Button>
        <Button
          onClick={() => retire.mutate({ id: lesson.id, by: BY })}
          disabled={retire.isPending}
          className="border-down! text-down!"
        >
          Retire it
        </Button>
      </div>
    </Dialog>
  )
}

function origin({ hits, sample, added_by }: Lesson): string {
  if (hits === null || sample === null) return `added by ${added_by}`
  return `counted: ${formatCount(hits)} of ${formatCount(sample)}`
}
