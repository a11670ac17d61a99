import { useRouter } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useMemo } from 'react'
import { Button } from '@/design/Button'
import { Dialog } from '@/design/Dialog'
import { useKeyboard, useKeys } from '@/design/keys'
import { keysOf } from './keys'
import { show, useOverlay } from './overlay'

/** After the first figures are shown: what the keys open is then at hand. */
const AT_EASE_MS = 3_000

const palette = () => import('./palette/Palette').then(({ Palette }) => ({ default: Palette }))
const sheet = () => import('./KeySheet').then(({ KeySheet }) => ({ default: KeySheet }))

// A desk that does not answer has no scripts to give either; the page must outlive that.
const Palette = lazy(() => palette().catch(() => ({ default: NotLoaded })))
const KeySheet = lazy(() => sheet().catch(() => ({ default: NotLoaded })))

function NotLoaded({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="This part of the page did not come" onClose={onClose}>
      <p className="text-[0.93rem]">
        The desk did not send it. Load the page again once it answers.
      </p>
      <Button data-first-focus onClick={onClose}>
        Close
      </Button>
    </Dialog>
  )
}

/** Listens for the keys of the dashboard, and holds what they open. */
export function Overlays() {
  const router = useRouter()
  useKeys(useMemo(() => keysOf((to) => void router.navigate({ to })), [router]))
  useKeyboard()
  const open = useOverlay()
  useEffect(() => {
    const timer = setTimeout(() => void Promise.allSettled([palette(), sheet()]), AT_EASE_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <Suspense fallback={null}>
      {open === 'palette' && <Palette onClose={() => show(null)} />}
      {open === 'keys' && <KeySheet onClose={() => show(null)} />}
    </Suspense>
  )
}
