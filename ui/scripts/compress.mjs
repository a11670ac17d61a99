// Puts a gzip copy beside every text of the build that gets smaller by it; the desk serves it to whoever takes it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const BUILT = '../tradewind/web/dashboard'
const TEXTS = /\.(?:js|css|html|svg)$/

for (const name of readdirSync(BUILT, { recursive: true, encoding: 'utf8' })) {
  if (!TEXTS.test(name)) continue
  const text = readFileSync(join(BUILT, name))
  const packed = gzipSync(text, { level: 9 })
  if (packed.length < text.length) writeFileSync(join(BUILT, `${name}.gz`), packed)
}
