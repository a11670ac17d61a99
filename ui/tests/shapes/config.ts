import type { Shapes } from '@/api/client'
import { NOW } from './prices'
import { aStatus } from './status'

type Setting = Shapes['SettingView']

export function aSetting(given: Partial<Setting> = {}): Setting {
  return {
    key: 'risk.max_leverage',
    in_force: 10,
    in_files: 10,
    shipped: 10,
    set_by: 'shipped',
    variable: null,
    is_authored: false,
    is_editable: true,
    meaning: 'Highest leverage of an opening.',
    unit: 'x',
    looser: 'higher',
    allowed: {
      kind: 'number',
      minimum: 1,
      maximum: 125,
      is_above_minimum: false,
      choices: [],
      may_be_null: false,
    },
    ...given,
  }
}

export const A_SHARE = aSetting({
  key: 'risk.max_notional_share',
  in_force: 0.5,
  in_files: 0.5,
  shipped: 0.5,
  meaning: 'Largest size of one position.',
  unit: 'share of equity',
  allowed: { ...aSetting().allowed, minimum: 0, maximum: 1, is_above_minimum: true },
})

export function aDocument(given: Partial<Shapes['ConfigView']> = {}): Shapes['ConfigView'] {
  return {
    file: 'trading',
    path: '/srv/desk/config/trading.yaml',
    sha256: null,
    unwritable: null,
    state: aStatus().settings,
    settings: [aSetting(), A_SHARE],
    ...given,
  }
}

export function aChange(
  given: Partial<Shapes['SettingChangeView']> = {},
): Shapes['SettingChangeView'] {
  return {
    key: 'trading.risk.max_leverage',
    old: 10,
    new: 5,
    leaning: 'tighter',
    needs_restart: false,
    is_asked: true,
    ...given,
  }
}

export function aPreview(
  given: Partial<Shapes['ConfigPreviewView']> = {},
): Shapes['ConfigPreviewView'] {
  return {
    file: 'trading',
    digest: 'd1',
    changes: [aChange()],
    word: null,
    consequences: [],
    ...given,
  }
}

export function aRecordedChange(
  given: Partial<Shapes['ConfigChangeView']> = {},
): Shapes['ConfigChangeView'] {
  return {
    change_id: 1,
    file: 'trading',
    by: 'ann',
    reason: 'a calmer week',
    mode: 'simulator',
    asked_at: NOW,
    changes: [aChange()],
    version_before: '3f1c',
    sha256_before: null,
    sha256_after: 'ab',
    written_at: NOW,
    ...given,
  }
}
