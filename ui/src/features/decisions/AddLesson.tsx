import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '@/design/Button'
import { Field, INPUT_LOOK } from '@/design/Field'
import { RequestFailed } from '@/design/RequestFailed'
import { topics } from '@/live/topics'
import { addLesson } from './lessons'

/** A lesson in one's own words; the next decision sees it as a quotation. */
export function AddLesson() {
  const cache = useQueryClient()
  const [text, setText] = useState('')
  const [by, setBy] = useState('')
  const add = useMutation({
    mutationFn: addLesson,
    onSuccess: () => {
      setText('')
      return cache.invalidateQueries({ queryKey: topics.lessons })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate({ text: text.trim(), by: by.trim() })
  }
  return (
    <form onSubmit={submit} className="grid gap-2 border-t border-line p-3 text-[0.93rem]">
      <Field label="Add a lesson">
        {(id) => (
          <textarea
            id={id}
            value={text}
            rows={2}
            maxLength={300}
            onChange={({ target }) => setText(target.value)}
            className={INPUT_LOOK}
          />
        )}
      </Field>
      <div className="flex items-end gap-2">
        <Field label="Your name">
          {(id) => (
            <input
              id={id}
              value={by}
              maxLength={80}
              autoComplete="off"
              onChange={({ target }) => setBy(target.value)}
              className={INPUT_LOOK}
            />
          )}
        </Field>
        <Button
          type="submit"
          disabled={text.trim() === '' || by.trim() === '' || add.isPending}
          className="shrink-0"
        >
          Add the lesson
        </Button>
      </div>
      <p className="text-faint">The next decision sees it, as a quotation of yours.</p>
      {add.error && <RequestFailed what="It was not added" error={add.error} />}
    </form>
  )
}
