// Fails when the scripts that the first page loads weigh more than their budget.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const BUDGET_KB = 250
const BUILT = '../tradewind/web/dashboard'

const page = readFileSync(join(BUILT, 'index.html'), 'utf8')
const first = [...page.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map(
  ([, name = '']) => name,
)
// The overview draws its curve at once, though by scripts of their own.
const chart = readdirSync(join(BUILT, 'assets')).filter((name) =>
  /^Curves(Chart|Canvas)-.*\.js$/.test(name),
)
const paths = [...withImports([...first, ...chart])].map((name) => join('assets', name))
const kb = paths
  .map((path) => gzipSync(readFileSync(join(BUILT, path))).length / 1024)
  .reduce((sum, size) => sum + size, 0)

console.log(`first page: ${kb.toFixed(1)} KB of scripts (gzip), the budget is ${BUDGET_KB} KB`)
if (first.length === 0 || chart.length < 2 || kb > BUDGET_KB) process.exitCode = 1

/**
 * `names` and every script that one of them needs before it runs.
 * @param {string[]} names
 */
function withImports(names) {
  /** @type {Set<string>} */
  const found = new Set()
  const due = [...names]
  for (let name = due.pop(); name !== undefined; name = due.pop()) {
    if (found.has(name)) continue
    found.add(name)
    const script = readFileSync(join(BUILT, 'assets', name), 'utf8')
    for (const [, needed = ''] of script.matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
      due.push(needed)
  }
  return found
}
