// Shows that a link was followed before the page behind it is rendered.

const HIDDEN_AFTER_MS = 100

let shown: string | null = null

/** Wait for the next paint where `pathname` is another page than the one on the screen; a hidden tab paints nothing and waits less. */
export async function paintBeforePage(pathname: string): Promise<void> {
  const isOther = shown !== null && shown !== pathname
  shown = pathname
  if (!isOther) return
  await new Promise<void>((painted) => {
    requestAnimationFrame(() => setTimeout(painted))
    setTimeout(painted, HIDDEN_AFTER_MS)
  })
}
