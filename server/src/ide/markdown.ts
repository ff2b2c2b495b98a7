/** Markdown that shows foreign text as it is: nothing of a Dockerfile becomes markup, a link or HTML. */

/** Text for a paragraph or a table: every character that Markdown or HTML could read is escaped; one line. */
export function plain(text: string): string {
  return oneLine(text).replace(/[\\`*_{}[\]()#+\-.!|<>~:/&$@="']/g, (character) =>
    character === '<' ? '&lt;' : character === '>' ? '&gt;' : character === '&' ? '&amp;' : `\\${character}`,
  )
}

/** A code span around any text; long texts are cut. */
export function code(text: string): string {
  const shown = cut(oneLine(text), 200)
  if (shown.trim() === '') return shown === '' ? '*empty*' : '*blank*'
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const padding = shown.startsWith('`') || shown.endsWith('`') ? ' ' : ''
  return `${fence}${padding}${shown}${padding}${fence}`
}

/** A fenced block around any text, without its last line break; very long lines are cut. */
export function codeBlock(text: string, language = 'dockerfile'): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const lines = text.replace(/\r?\n$/, '').split('\n')
  return `${fence}${language}\n${lines.map((line) => cut(line, 400)).join('\n')}\n${fence}`
}

/** The first characters of a text, with an ellipsis where it goes on; halves of characters are left out. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text
  const end = /[\ud800-\udbff]/.test(text[length - 1]) ? length - 1 : length
  return `${text.slice(0, end)}…`
}

function oneLine(text: string): string {
  return text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ')
}
