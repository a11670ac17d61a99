// The rules of this source tree that neither Biome nor the type checker can hold.

const MAX_LINES = 200

/**
 * Which folders of src/ a file in the given folder may import from, besides its own.
 * @type {Record<string, string[]>}
 */
const MAY_IMPORT = {
  app: ['features', 'live', 'design', 'charts', 'api', 'format'],
  features: ['live', 'design', 'charts', 'api', 'format'],
  live: ['api', 'format'],
  charts: ['design', 'format'],
  design: ['format'],
  api: [],
  format: [],
}

/**
 * @param {string} path relative to src/, with forward slashes
 * @param {string} text
 * @returns {string[]} what is wrong, one sentence each
 */
export function violations(path, text) {
  return [
    ...tooLong(path, text),
    ...misplacedImports(path, text),
    ...forbiddenText(path, text),
    ...barrel(path),
  ]
}

/** @param {string} path @param {string} text */
function tooLong(path, text) {
  const lines = text.trimEnd().split('\n').length
  return lines > MAX_LINES ? [`${path}: ${lines} lines, the limit is ${MAX_LINES}`] : []
}

/** @param {string} path @param {string} text */
function misplacedImports(path, text) {
  const room = path.includes('/') ? roomOf(path) : 'app'
  return [...text.matchAll(/(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]*|@\/[^'"]+)['"]/g)].flatMap(
    ([, target = '']) => {
      if (target.startsWith('../')) {
        return [`${path}: imports ${target}; write @/ for another folder`]
      }
      if (!target.startsWith('@/')) return []
      const imported = target.slice(2)
      const isOwn = roomOf(imported) === room
      const isAllowed = MAY_IMPORT[topOf(room)]?.includes(topOf(roomOf(imported)))
      return isOwn || isAllowed ? [] : [`${path}: ${room} must not import ${imported}`]
    },
  )
}

/** @param {string} path */
function roomOf(path) {
  const [top = '', second = ''] = path.split('/')
  return top === 'features' ? `${top}/${second}` : top
}

/** @param {string} room */
function topOf(room) {
  return room.split('/')[0] ?? ''
}

/** @param {string} path @param {string} text */
function forbiddenText(path, text) {
  const rules = /** @type {const} */ ([
    [/<style[\s>]/, 'an inline <style> is blocked by the content policy'],
    [/\bfetch\(/, 'only the api client calls the desk; use a query'],
    [/\bas any\b|@ts-ignore|@ts-expect-error/, 'the type checker is not to be silenced'],
    [/https?:\/\/(?!www\.w3\.org|www\.tradingview\.com)/, 'the dashboard calls no other host'],
  ])
  return rules.flatMap(([pattern, why]) => (pattern.test(text) ? [`${path}: ${why}`] : []))
}

/** @param {string} path */
function barrel(path) {
  return /(^|\/)index\.tsx?$/.test(path) ? [`${path}: no barrel files, import the file itself`] : []
}
