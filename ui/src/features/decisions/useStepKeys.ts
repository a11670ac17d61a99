import { useEffect } from 'react'

/** Call `onStep` with 1 for j and -1 for k, unless somebody is typing or a dialog is open. */
export function useStepKeys(onStep: (step: 1 | -1) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTaken(event.target)) return
      if (event.key === 'j') onStep(1)
      if (event.key === 'k') onStep(-1)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [onStep])
}

function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('dialog[open]') !== null) return true
  return target instanceof HTMLElement && target.closest('input, select, textarea') !== null
}
