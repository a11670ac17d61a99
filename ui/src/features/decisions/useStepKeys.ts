import { useMemo } from 'react'
import { useKeys } from '@/design/keys'

/** Call `onStep`, which must keep its identity, with 1 for j and -1 for k. */
export function useStepKeys(onStep: (step: 1 | -1) => void): void {
  useKeys(
    useMemo(
      () => [
        { press: 'j', does: 'The decision before this one', run: () => onStep(1) },
        { press: 'k', does: 'The decision after this one', run: () => onStep(-1) },
      ],
      [onStep],
    ),
  )
}
