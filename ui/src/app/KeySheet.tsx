import { Button } from '@/design/Button'
import { Dialog } from '@/design/Dialog'
import { Keycap } from '@/design/Keycap'
import { useNamedKeys } from '@/design/keys'
import { letterKeys } from '@/design/preferences'

/** Every key and what it does. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const keys = useNamedKeys()
  const areLettersOn = letterKeys.use() === 'on'
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="grid gap-x-6 gap-y-1.5 sm:grid-cols-2">
        {keys.map(({ press, does }) => (
          <div key={press} className="flex items-baseline justify-between gap-3">
            <dt className="text-[0.93rem]">{does}</dt>
            <dd>
              <Keycap of={press} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-[0.93rem] text-muted">
        On a Mac ⌘ is Ctrl. Letters do nothing while something is typed or asked
        {areLettersOn
          ? ', and can be turned off in the preferences.'
          : '; now they are turned off.'}
      </p>
      <div className="flex justify-end">
        <Button data-first-focus onClick={onClose}>
          Close
        </Button>
      </div>
    </Dialog>
  )
}
