/** What BuildKit's parser refuses before it looks at single instructions: one rule for each code of the tree. */

import type { Rule, RuleDocs } from '../../lint/rule.ts'
import type { ParseErrorCode } from '../../syntax/tree.ts'

const missingValueDocs: RuleDocs = {
  summary: 'ENV or LABEL has a name without a value',
  why: 'Both need a value; the build stops before it begins. Only ARG may have a name alone.',
  bad: 'FROM alpine:3.22\nENV MODE\n',
  good: 'FROM alpine:3.22\nENV MODE=production\n',
}

const missingEqualsDocs: RuleDocs = {
  summary: 'A word of ENV or LABEL has no `=`',
  why: 'When the first word is `name=value`, all others must be too; the build stops before it begins. Most often a value has a blank and no quotes.',
  bad: 'FROM alpine:3.22\nLABEL title=My application\n',
  good: 'FROM alpine:3.22\nLABEL title="My application"\n',
}

const nestedJsonDocs: RuleDocs = {
  summary: 'A JSON array holds something that is no string',
  why: 'The exec form is an array of strings. A number, an array or a word without quotes in valid JSON stops the build before it begins.',
  bad: 'FROM alpine:3.22\nCMD ["sleep", 60]\n',
  good: 'FROM alpine:3.22\nCMD ["sleep", "60"]\n',
}

const duplicateDirectiveDocs: RuleDocs = {
  summary: 'The same parser directive stands twice at the top of the file',
  why: 'Each of `syntax`, `escape` and `check` can be given once; the build stops before it begins.',
  bad: '# check=skip=JSONArgsRecommended\n# check=error=true\nFROM alpine:3.22\n',
  good: '# check=skip=JSONArgsRecommended;error=true\nFROM alpine:3.22\n',
}

const invalidEscapeDocs: RuleDocs = {
  summary: 'The `escape` directive names a character that cannot be one',
  why: 'Only the backslash and the backtick can continue lines; the build stops before it begins.',
  bad: '# escape=^\nFROM alpine:3.22\n',
  good: '# escape=`\nFROM alpine:3.22\n',
}

const lineTooLongDocs: RuleDocs = {
  summary: 'A line is longer than BuildKit reads',
  why: 'BuildKit reads lines of at most 65,535 bytes and refuses a file with a longer one. A continuation, a heredoc or a file of its own holds as much as needed.',
  bad: `FROM alpine:3.22\nLABEL blob="${'x'.repeat(66_000)}"\n`,
  good: 'FROM alpine:3.22\nCOPY blob /\n',
}

export const missingValue = parseErrorRule('missing-value', 'two-arguments', missingValueDocs)
export const missingEquals = parseErrorRule('missing-equals', 'missing-equals', missingEqualsDocs)
export const nestedJsonArray = parseErrorRule('nested-json-array', 'nested-json', nestedJsonDocs)
export const duplicateDirective = parseErrorRule('duplicate-directive', 'duplicate-directive', duplicateDirectiveDocs)
export const invalidEscapeDirective = parseErrorRule('invalid-escape-directive', 'invalid-escape', invalidEscapeDocs)
export const lineTooLong = parseErrorRule('line-too-long', 'line-too-long', lineTooLongDocs)

function parseErrorRule(id: string, code: ParseErrorCode, docs: RuleDocs): Rule {
  return {
    id,
    family: 'syntax',
    severity: 'error',
    docs,
    check(file, report) {
      for (const { code: found, start, end, message } of file.tree.errors) {
        if (found === code) report({ range: { start, end }, message })
      }
    },
  }
}
