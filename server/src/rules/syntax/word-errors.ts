/** `unclosed-quote` and `invalid-substitution`: words that BuildKit cannot expand. */

import type { LintFile } from '../../lint/lint-file.ts'
import type { Finding, Rule } from '../../lint/rule.ts'
import { hasTrailingComment } from '../../lint/trailing-comment.ts'
import { type ExpandedWord, expandedWords, mayBeSet, variableUses } from '../../lint/word-expansion.ts'
import { tooMuch } from '../../syntax/expand.ts'

export const unclosedQuote: Rule = {
  id: 'unclosed-quote',
  family: 'syntax',
  severity: 'error',
  docs: {
    summary: 'A quote is opened and not closed',
    why: 'BuildKit removes quotes from the words of most instructions itself, and a quote without its partner stops the build. An apostrophe counts as a quote. COPY splits its words at blanks before it looks at quotes: paths with blanks need the JSON form.',
    bad: "FROM alpine:3.22\nLABEL description=Ada's app\n",
    good: 'FROM alpine:3.22\nLABEL description="Ada\'s app"\n',
  },
  *check(file) {
    let last: ExpandedWord['instruction'] | undefined
    for (const word of expandedWords(file)) {
      const { error } = word.expansion
      if (error === undefined || !isQuoteError(error) || hasTrailingComment(file, word.instruction)) continue
      // The other half of a quoted path with blanks is a word of its own.
      if (isSplit(word) && word.instruction === last) continue
      last = word.instruction
      const offset = openQuote(word.text, file.tree.escape)
      const quote = word.text[offset] ?? '"'
      yield { range: word.place({ start: offset, end: offset + 1 }), message: quoteMessage(word, quote) }
    }
  },
}

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
  *check(file) {
    for (const word of expandedWords(file)) {
      const { error } = word.expansion
      if (error === undefined) yield* failingGuards(file, word)
      else if (!isQuoteError(error) && error !== tooMuch)
        yield { range: wholeUse(word), message: substitutionMessage(error) }
    }
  },
}

function isQuoteError(error: string): boolean {
  return error.endsWith('matching single-quote') || error.endsWith('matching double-quote')
}

/** Whether its instruction splits words at blanks without a look at quotes. */
function isSplit({ instruction: { keyword, json } }: ExpandedWord): boolean {
  return !json && (keyword === 'COPY' || keyword === 'ADD' || keyword === 'VOLUME' || keyword === 'EXPOSE')
}

function quoteMessage(word: ExpandedWord, quote: string): string {
  const advice = isSplit(word)
    ? 'words end at blanks here, also inside quotes; write a JSON array'
    : quote === "'"
      ? 'an apostrophe counts as a quote: put the value in double quotes'
      : 'close it, or put a backslash in front'
  return `the quote \`${quote}\` is not closed; ${advice}`
}

/** The offset of the quote that is open at the end. */
function openQuote(text: string, escape: string): number {
  let open = -1
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === escape && (open < 0 || text[open] === '"')) i++
    else if (open >= 0) {
      if (character === text[open]) open = -1
    } else if (character === '"' || character === "'") open = i
  }
  return Math.max(open, 0)
}

/** From the last `${` on: BuildKit does not say which one it means. */
function wholeUse(word: ExpandedWord): Finding['range'] {
  const read = word.expansion.references.at(-1)
  const start = Math.max(word.text.indexOf('${', read?.end ?? 0), 0)
  const close = word.text.indexOf('}', start)
  const newline = word.text.indexOf('\n', start)
  const end = close < 0 || (newline >= 0 && newline < close) ? (newline < 0 ? word.text.length : newline) : close + 1
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
