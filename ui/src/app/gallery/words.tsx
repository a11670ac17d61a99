import { PAGES } from '@/app/pages'
import { Badge } from '@/design/Badge'
import { Diff } from '@/design/Diff'
import { Disclosure } from '@/design/Disclosure'
import { FRESHNESS_TONES, FRESHNESS_WORDS } from '@/design/freshness'
import { Icon } from '@/design/Icon'
import { InertText } from '@/design/InertText'
import { Keycap } from '@/design/Keycap'
import { Logo } from '@/design/Logo'
import { MODE_MEANINGS, MODE_MONEY, MODE_SIGNS, MODES } from '@/design/modes'
import { OrderStateBadge } from '@/design/OrderStateBadge'
import { Scroller } from '@/design/Scroller'
import { Verdicts } from '@/design/Verdicts'
import { LONG, type Specimen } from './specimen'

const TONES = ['neutral', 'up', 'down', 'warn', 'accent'] as const
const ORDER_STATES = [
  'intent',
  'sending',
  'accepted',
  'partial',
  'filled',
  'pending_cancel',
  'canceled',
  'expired',
  'rejected',
  'unknown',
] as const
const FRESHNESS = ['fresh', 'warn', 'blocked'] as const
const PASSED = {
  gate: 'confidence',
  passed: true,
  is_observed: false,
  reason: '0.72 is at least 0.60',
}
const REFUSED = { gate: 'stop_side', passed: false, is_observed: false, reason: LONG }
const OBSERVED = { gate: 'drawdown', passed: false, is_observed: true, reason: '6 % is beyond 5 %' }

/** Words of state, signs, and texts of others. */
export const WORDS: readonly Specimen[] = [
  {
    file: 'Badge.tsx',
    states: [
      ...TONES.map((tone) => [tone, () => <Badge tone={tone}>{tone}</Badge>] as const),
      ['long', () => <Badge>{LONG.slice(0, 40)}</Badge>],
    ],
  },
  {
    file: 'OrderStateBadge.tsx',
    states: ORDER_STATES.map((state) => [state, () => <OrderStateBadge of={state} />] as const),
  },
  {
    file: 'freshness.ts',
    states: FRESHNESS.map(
      (word) =>
        [word, () => <Badge tone={FRESHNESS_TONES[word]}>{FRESHNESS_WORDS[word]}</Badge>] as const,
    ),
  },
  {
    file: 'modes.ts',
    states: MODES.map(
      (mode) =>
        [
          mode,
          () => (
            <span data-mode={mode} className="text-accent" title={MODE_MEANINGS[mode]}>
              {MODE_SIGNS[mode]} {mode}, {MODE_MONEY[mode]}
            </span>
          ),
        ] as const,
    ),
  },
  {
    file: 'Icon.tsx',
    states: PAGES.map(
      ({ title, glyph }) =>
        [
          title,
          () => (
            <span className="text-[1.4rem]">
              <Icon of={glyph} />
            </span>
          ),
        ] as const,
    ),
  },
  { file: 'Logo.tsx', states: [['usual', () => <Logo />]] },
  {
    file: 'Keycap.tsx',
    states: [
      ['at once', () => <Keycap of="Ctrl+K" />],
      ['one after the other', () => <Keycap of="g o" />],
    ],
  },
  {
    file: 'InertText.tsx',
    states: [
      ['hostile', () => <InertText text={'<img src=x onerror="alert(1)"> [a](javascript:b)'} />],
      ['long', () => <InertText text={LONG} />],
      ['code', () => <InertText text={'{"action": "buy"}'} isCode />],
    ],
  },
  {
    file: 'Scroller.tsx',
    states: [
      [
        'long',
        (where) => (
          <Scroller label={`A long text, ${where}`}>
            <InertText text={`${LONG}\n`.repeat(12)} isCode />
          </Scroller>
        ),
      ],
    ],
  },
  {
    file: 'Diff.tsx',
    states: [
      [
        'both ways',
        (where) => (
          <Diff label={`A difference, ${where}`} text={'@@ -1 +1 @@\n kept\n-went\n+came'} />
        ),
      ],
    ],
  },
  {
    file: 'Disclosure.tsx',
    states: [
      ['closed', () => <Disclosure summary="More">{LONG}</Disclosure>],
      [
        'open',
        () => (
          <Disclosure summary="More" isOpen>
            {LONG}
          </Disclosure>
        ),
      ],
    ],
  },
  {
    file: 'Verdicts.tsx',
    states: [
      ['passed, refused, observed', () => <Verdicts verdicts={[PASSED, REFUSED, OBSERVED]} />],
    ],
  },
]
