// Generates the api's types from openapi.json; --check only compares.
import { readFileSync, writeFileSync } from 'node:fs'
import openapiTS, { astToString } from 'openapi-typescript'

const TARGET = 'src/api/schema.d.ts'

const document = await openapiTS(new URL('../openapi.json', import.meta.url), {
  alphabetize: true,
  defaultNonNullable: false,
})
const text = `// Generated from openapi.json by npm run api; never edited.\n\n${astToString(document)}`

if (!process.argv.includes('--check')) {
  writeFileSync(TARGET, text)
} else if (readFileSync(TARGET, 'utf8') === text) {
  console.log('api types: current')
} else {
  console.error(`${TARGET} is old: run npm run api`)
  process.exitCode = 1
}
