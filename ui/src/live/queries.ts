// Answers of the desk that more than one feature shows.
import { queryOptions } from '@tanstack/react-query'
import { answerOf, desk, within } from '@/api/client'
import { topics } from './topics'

const SCHEDULER_EVERY_MS = 5_000
const MODELS_EVERY_MS = 10_000

/** When the desk decided last and will decide next. */
export const schedulerQuery = queryOptions({
  queryKey: topics.scheduler,
  queryFn: ({ signal }) =>
    answerOf(desk.GET('/internal/autotrade/v1/scheduler', { signal: within(signal) })),
  refetchInterval: SCHEDULER_EVERY_MS,
})

/** What the models cost today, and whether each is asked. */
export const modelUsageQuery = queryOptions({
  queryKey: topics.models,
  queryFn: ({ signal }) =>
    answerOf(desk.GET('/internal/autotrade/v1/model-usage', { signal: within(signal) })),
  refetchInterval: MODELS_EVERY_MS,
})

/** Every version of the prompt, oldest first. */
export const promptsQuery = queryOptions({
  queryKey: topics.prompts,
  queryFn: ({ signal }) =>
    answerOf(desk.GET('/internal/autotrade/v1/prompts', { signal: within(signal) })),
})
