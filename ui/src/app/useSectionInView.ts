import { type RefObject, useEffect, useState } from 'react'

/** How far below the window's top a section may begin and still be the one that is read. */
const READ_PX = 160

/** The id of the child of `place` that is read; null before the page was drawn. */
export function useSectionInView(place: RefObject<HTMLElement | null>): string | null {
  const [inView, setInView] = useState<string | null>(null)
  useEffect(() => {
    const look = () => {
      if (place.current !== null) setInView(sectionAt([...place.current.children]))
    }
    look()
    window.addEventListener('scroll', look, { passive: true })
    return () => window.removeEventListener('scroll', look)
  }, [place])
  return inView
}

function sectionAt(sections: readonly Element[]): string | null {
  const { scrollHeight } = document.documentElement
  const isAtEnd = window.scrollY > 0 && window.scrollY + window.innerHeight >= scrollHeight - 2
  const begun = sections.filter((section) => section.getBoundingClientRect().top <= READ_PX)
  return (isAtEnd ? sections.at(-1) : (begun.at(-1) ?? sections[0]))?.id ?? null
}
