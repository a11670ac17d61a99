import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { answerOf, desk, type Shapes, within } from '@/api/client'
import { topics } from '@/live/topics'

/** The draft as a model would read it now; nobody is asked and nothing is kept. */
export const previewQuery = (draft: Shapes['PreviewBody']) =>
  queryOptions({
    queryKey: topics.promptPreview(draft),
    queryFn: ({ signal }) =>
      answerOf(
        desk.POST('/internal/autotrade/v1/prompts/preview', {
          body: draft,
          signal: within(signal),
        }),
      ),
    placeholderData: keepPreviousData,
    gcTime: 0,
  })
