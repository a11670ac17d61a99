import { describe, expect, it } from 'vitest'
import { violations } from '../../scripts/source_rules.mjs'

const importing = (path: string) => `import { it } from '${path}'`

describe('the rules of the source tree refuse', () => {
  it.each([
    ['a file over 200 lines', 'design/Long.tsx', 'line\n'.repeat(201)],
    ['a feature that imports a feature', 'features/market/A.tsx', importing('@/features/system/B')],
    ['a lazy import across features', 'features/market/A.tsx', "import('@/features/system/B')"],
    ['design that imports live', 'design/A.tsx', importing('@/live/live')],
    ['live that imports a feature', 'live/a.ts', importing('@/features/market/queries')],
    ['a feature that imports the app', 'features/market/A.tsx', importing('@/app/router')],
    ['a way up and around', 'features/market/A.tsx', importing('../system/B')],
    ['a barrel file', 'design/index.ts', ''],
    ['a call past the api client', 'features/market/A.tsx', 'await fetch("/api")'],
    ['an inline style element', 'design/A.tsx', '<style>{css}</style>'],
    ['a silenced type checker', 'design/A.tsx', 'const a = b as any'],
    ['another host', 'design/A.tsx', 'const font = "https://fonts.example/inter"'],
  ])('%s', (_, path, text) => {
    expect(violations(path, text)).toHaveLength(1)
  })
})

describe('the rules of the source tree allow', () => {
  it.each([
    ['a file of 200 lines', 'design/Whole.tsx', 'line\n'.repeat(200)],
    ['a feature that imports design', 'features/market/A.tsx', importing('@/design/Price')],
    ['a neighbor in the same folder', 'features/market/A.tsx', importing('./queries')],
    ['the app that imports a feature', 'app/Frame.tsx', importing('@/features/market/PriceBanner')],
  ])('%s', (_, path, text) => {
    expect(violations(path, text)).toEqual([])
  })
})
