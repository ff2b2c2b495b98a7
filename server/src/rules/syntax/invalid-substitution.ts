/** `invalid-substitution`: a use of a variable that BuildKit does not know, or that always fails. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import { type ExpandedWord, expandedWords, isQuoteError, mayBeSet, variableUses } from '../../lint/word-expansion.ts'
import { tooMuch } from '../../syntax/expand.ts'

export const invalidSubstitution: Rule = {
  id: 'invalid-substitution',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'A variable is used in a way that BuildKit does not know',
    why: 'BuildKit expands variables itself in most instructions, with `${name}` and the modifiers `:-` `-` `:+` `+` `:?` `?` `#` `##` `%` `%%` `/` `//`. Anything else stops the build; the other forms of a shell work only inside RUN.',
    bad: 'FROM alpine:3.22\nARG NAME=app\nENV TITLE=${NAME^}\n',
    good: 'FROM alpine:3.22\nARG NAME=app\nENV TITLE=${NAME}\n',
  },
  check(file, report) {
    for (const word of expandedWords(file)) {
      const { error } = word.expansion
      if (error === undefined) for (const finding of failingGuards(file, word)) report(finding)
      else if (!isQuoteError(error) && error !== tooMuch)
        report({ range: wholeUse(word), message: substitutionMessage(error) })
    }
  },
}

/** From the last `${` on: BuildKit does not say which one it means. */
function wholeUse(word: ExpandedWord): Finding['range'] {
  const read = word.expansion.references.at(-1)
  const start = Math.max(word.text.indexOf('${', read?.end ?? 0), 0)
  const close = word.text.indexOf('}', start)
  const newline = word.text.slice(start).search(/\r?\n/)
  const lineEnd = newline < 0 ? word.text.length : start + newline
  const end = close < 0 || lineEnd < close ? lineEnd : close + 1
  return word.place({ start, end })
}

function substitutionMessage(error: string): string {
  const modifier = /^unsupported modifier \((.*)\) in substitution$/.exec(error)?.[1]
  if (modifier !== undefined)
    return `BuildKit knows no modifier \`${modifier}\` of a variable; this form works only in a shell`
  if (error.includes("missing '}'")) return 'the `}` of this variable is missing'
  if (error.includes("missing '/'")) return 'a replacement is written `${name/pattern/text}`; its second `/` is missing'
  return 'this is no use of a variable: a name has to follow `${`'
}

/** `${NAME:?message}` of a name that nothing can set. */
function* failingGuards(file: LintFile, word: ExpandedWord): Generator<Finding> {
  if (!word.text.includes('?')) return
  for (const use of variableUses(word)) {
    if (use.modifier !== '?' && use.modifier !== ':?') continue
    if (mayBeSet(file, word, use.name)) continue
    yield {
      range: use.range,
      message: `this stops every build: nothing sets \`${use.name}\` here; declare it with \`ARG ${use.name}\``,
    }
  }
}
