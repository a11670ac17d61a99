// Checks every source file of the dashboard against source_rules.mjs.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { violations } from './source_rules.mjs'

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(ts|tsx|css)$/.test(path) && path !== join('api', 'schema.d.ts'))
  .map((path) => path.replaceAll('\\', '/'))
const found = files.flatMap((path) => violations(path, readFileSync(join('src', path), 'utf8')))
if (files.length === 0) found.push('src: no source file found')
console.log(found.length > 0 ? found.join('\n') : `source rules: kept in ${files.length} files`)
process.exitCode = found.length > 0 ? 1 : 0
