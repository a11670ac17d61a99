// Fails when src/api/schema.d.ts is not what openapi.json describes.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'tradewind-api-'))
try {
  const fresh = join(folder, 'schema.d.ts')
  execFileSync('npm', ['run', '--silent', 'api', '--', '--output', fresh], { stdio: 'ignore' })
  if (readFileSync(fresh, 'utf8') !== readFileSync('src/api/schema.d.ts', 'utf8')) {
    console.error('src/api/schema.d.ts is old: run npm run api')
    process.exitCode = 1
  } else {
    console.log('api types: current')
  }
} finally {
  rmSync(folder, { recursive: true })
}
