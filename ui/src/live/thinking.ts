// What the model says while it answers, outside of React: the newest replaces the one before.
import type { Shapes } from '@/api/client'

export type Thought = Shapes['Thinking']

export class ThinkingStore {
  #thought: Thought | null = null
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What was said so far; null: no model is answering. */
  readonly current = (): Thought | null => this.#thought

  take(thought: Thought): void {
    this.#set(thought.is_over ? null : thought)
  }

  /** The answer is there, or nobody can be heard any more. */
  clear(): void {
    if (this.#thought !== null) this.#set(null)
  }

  #set(thought: Thought | null): void {
    this.#thought = thought
    for (const listener of this.#listeners) listener()
  }
}
