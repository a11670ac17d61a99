// Decisions that came while nobody looked.

export class UnseenStore {
  #ids: ReadonlySet<string> = new Set()
  readonly #listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly count = (): number => this.#ids.size

  /** One decision counts once, however often it is told. */
  add(id: string): void {
    this.#set(new Set([...this.#ids, id]))
  }

  clear(): void {
    if (this.#ids.size > 0) this.#set(new Set())
  }

  #set(ids: ReadonlySet<string>): void {
    this.#ids = ids
    for (const listener of this.#listeners) listener()
  }
}
