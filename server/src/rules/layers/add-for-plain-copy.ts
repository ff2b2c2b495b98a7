/** `add-for-plain-copy`: ADD where nothing is downloaded or unpacked. */

import { replace } from '../../lint/edits.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'

export const addForPlainCopy: Rule = {
  id: 'add-for-plain-copy',
  family: 'layers',
  aliases: ['DL3020'],
  severity: 'warning',
  fixable: 'safe',
  docs: {
    summary: '`ADD` copies plain files, which `COPY` says better',
    why: '`ADD` also downloads and unpacks, depending on what it is given. For plain files and folders `COPY` does the same and leaves no question.',
    lesson: 'Prefer COPY over ADD (part 3)',
    bad: 'FROM alpine:3.22\nADD app.sh /usr/local/bin/\n',
    good: 'FROM alpine:3.22\nCOPY app.sh /usr/local/bin/\n',
  },
  check(file, report) {
    for (const instruction of file.instructions('ADD')) {
      const sources = instruction.words.slice(0, -1)
      if (sources.length === 0 || instruction.heredocs.length > 0) continue
      if (!sources.every((source) => isPlain(file, instruction, source.text))) continue
      // `--checksum`, `--keep-git-dir` and `--unpack` are ADD's own.
      if (instruction.flags.some((flag) => addOnly.has(flag.name))) continue
      const keyword = file.slice(instruction.keywordRange)
      const range = instruction.keywordRange
      report({
        range,
        message: `\`${keyword}\` copies plain files here; use \`COPY\``,
        fixes: [{ title: 'Use `COPY`', safety: 'safe', edits: [replace(range, keyword === 'add' ? 'copy' : 'COPY')] }],
      })
    }
  },
}

const addOnly = new Set(['checksum', 'keep-git-dir', 'unpack'])

/** No URL, no Git address, no archive that ADD unpacks, and nothing that a variable or a wildcard could make one. */
function isPlain(file: LintFile, instruction: Instruction, source: string): boolean {
  let text = unquote(source)
  if (text.includes('$')) {
    const expansion = file.scopes.expand(instruction, text)
    if (expansion.error !== undefined || expansion.unset.length > 0) return false
    text = expansion.value
  }
  if (/^(https?|ftp|git|ssh):\/\/|^git@|\.git(#|$)/i.test(text) || /^[\w.-]+@[\w.-]+:/.test(text)) return false
  const name = text.slice(text.lastIndexOf('/') + 1)
  if (archive.test(name)) return false
  // `*`, `app*` or `dist/*` may match an archive; `*.conf` does not.
  return !/[*?[]/.test(name) || /\.[A-Za-z0-9]+$/.test(name)
}

/** What ADD unpacks: tar, also compressed. Compressed single files are copied as they are, but look like archives. */
const archive = /\.(tar|tar\.\w+|tgz|tbz2?|tb2|txz|tlz|tzst|taz|gz|bz2|xz|zst|z|lzma)$/i

function unquote(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, '$2')
}
