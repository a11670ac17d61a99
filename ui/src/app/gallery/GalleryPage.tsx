import type { ReactNode } from 'react'
import { ANSWERS } from './answers'
import { FIGURES } from './figures'
import { FORMS } from './forms'
import type { Specimen } from './specimen'
import { WORDS } from './words'

export const SPECIMENS: readonly Specimen[] = [...FIGURES, ...WORDS, ...FORMS, ...ANSWERS]

const COLUMNS = ['dark', 'light'] as const

/** Every part of the dashboard in every state, dark beside light; its figures are made up. */
export function GalleryPage() {
  return (
    <div className="mx-auto grid max-w-6xl gap-4">
      <h1 className="text-[1.3rem] font-semibold">Gallery</h1>
      <p className="max-w-prose text-muted">
        Every part that pages are made of, in every state. These figures are made up; nothing here
        comes from the desk.
      </p>
      {SPECIMENS.map(({ file, states }) => (
        <section key={file} aria-labelledby={file} data-file={file}>
          <h2 id={file} className="mb-1 font-mono text-[0.93rem]">
            {file}
          </h2>
          <div className="grid gap-px overflow-hidden rounded-md border border-line bg-line sm:grid-cols-2">
            {COLUMNS.map((column) => (
              <dl
                key={column}
                data-theme={column}
                className="grid min-w-0 content-start gap-x-3 gap-y-2 bg-ground p-3 text-ink md:grid-cols-[8rem_minmax(0,1fr)]"
              >
                {states.map(([name, shows]) => (
                  <State key={name} name={name}>
                    {shows(column)}
                  </State>
                ))}
              </dl>
            ))}
          </div>
        </section>
      ))}
    </div>
  )
}

function State({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-[0.86rem] text-faint">{name}</dt>
      <dd className="min-w-0 rounded bg-surface p-1.5">{children}</dd>
    </>
  )
}
