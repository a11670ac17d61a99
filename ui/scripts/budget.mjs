// Fails when the scripts that the first page loads weigh more than their budget.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const BUDGET_KB = 250
const BUILT = '../tradewind/web/dashboard'

const page = readFileSync(join(BUILT, 'index.html'), 'utf8')
const first = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(
  ([, path = '']) => path,
)
// The overview draws its chart at once, though in a script of its own.
const chart = readdirSync(join(BUILT, 'assets')).filter((name) => /^EquityChart.*\.js$/.test(name))
const paths = [...first, ...chart.map((name) => join('assets', name))]
const kb = paths
  .map((path) => gzipSync(readFileSync(join(BUILT, path))).length / 1024)
  .reduce((sum, size) => sum + size, 0)

console.log(`first page: ${kb.toFixed(1)} KB of scripts (gzip), the budget is ${BUDGET_KB} KB`)
if (first.length === 0 || kb > BUDGET_KB) process.exitCode = 1
