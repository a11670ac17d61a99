// Calls the desk; types come from schema.d.ts, which is generated.
import createClient from 'openapi-fetch'
import type { components, paths } from './schema'

export type Shapes = components['schemas']

const TIMEOUT_MS = 10_000

export const desk = createClient<paths>({ baseUrl: location.origin })

/** The desk answered with a problem document, or did not answer. */
export class DeskError extends Error {
  override readonly name = 'DeskError'
  readonly title: string
  /** Null: no answer came. */
  readonly status: number | null
  /** What stands against it, one sentence each. */
  readonly reasons: readonly string[]

  constructor(
    title: string,
    detail: string,
    status: number | null,
    reasons: readonly string[] = [],
  ) {
    super(detail)
    this.title = title
    this.status = status
    this.reasons = reasons
  }
}

/** Ends a request when its query is dropped or after ten seconds. */
export function within(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
}

type Answer<T> = { data?: T; error?: unknown; response: Response }

/** Ends a request that changes something, after ten seconds unless told; it may have been done all the same. */
export function briefly(ms = TIMEOUT_MS): AbortSignal {
  return AbortSignal.timeout(ms)
}

/** What the desk answered; raises DeskError with the desk's own words otherwise. */
export async function answerOf<T>(request: Promise<Answer<T>>): Promise<T> {
  const answer = await request.catch((e: unknown) => {
    throw new DeskError('The desk does not answer', messageOf(e), null)
  })
  if (answer.data !== undefined) return answer.data
  const problem = isProblem(answer.error) ? answer.error : null
  const status = answer.response.status
  throw new DeskError(
    problem?.title ?? `The desk answered ${status}`,
    problem?.detail ?? 'The answer said no more.',
    status,
    problem === null ? [] : objections(problem),
  )
}

function messageOf(e: unknown): string {
  if (e instanceof DOMException && e.name === 'TimeoutError') return 'No answer in time.'
  return e instanceof Error ? e.message : String(e)
}

/** What a problem lists besides its sentence: what gates said, or which fields are wrong. */
function objections(problem: object): string[] {
  const reasons = 'reasons' in problem && Array.isArray(problem.reasons) ? problem.reasons : []
  const errors = 'errors' in problem && Array.isArray(problem.errors) ? problem.errors : []
  return [...reasons, ...errors.map(fault)].map(String)
}

function fault(error: unknown): string {
  if (typeof error !== 'object' || error === null) return String(error)
  const { field, reason } = error as { field?: unknown; reason?: unknown }
  return [field, reason].filter(Boolean).join(': ')
}

function isProblem(given: unknown): given is { title: string; detail: string } {
  return typeof given === 'object' && given !== null && 'title' in given && 'detail' in given
}
