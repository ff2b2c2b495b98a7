/** `--format junit`: each file a suite; a problem at or above the threshold is a failure, one below a passed case. */

import type { CheckedFile, ReportedProblem } from '../check/checked-file.ts'
import { type Format, positionAt } from './format.ts'

export const junitFormat: Format = {
  showsFixes: false,
  head: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="dockerfile-coach">\n',
  separator: '',
  file: (file) => {
    const { path, problems } = file
    const failures = problems.filter((problem) => problem.failing).length
    const cases =
      problems.length === 0
        ? `    <testcase name="no problems" classname="${xml(path)}"/>\n`
        : problems.map((problem) => testCase(file, problem)).join('')
    const tests = Math.max(1, problems.length)
    return `  <testsuite name="${xml(path)}" tests="${tests}" failures="${failures}" errors="0">\n${cases}  </testsuite>\n`
  },
  tail: ({ unread }) => {
    const cases = unread.map(
      ({ path, failure }) =>
        `    <testcase name="read" classname="${xml(path)}">\n      <error message="${xml(failure)}"/>\n    </testcase>\n`,
    )
    const suite = `  <testsuite name="unread files" tests="${unread.length}" failures="0" errors="${unread.length}">\n`
    return `${unread.length > 0 ? `${suite}${cases.join('')}  </testsuite>\n` : ''}</testsuites>\n`
  },
}

function testCase({ path, tree }: CheckedFile, { problem, url, failing }: ReportedProblem): string {
  const { rule, severity, message, range } = problem
  const { line, column } = positionAt(tree, range.start)
  const text = xml(`${path}:${line}:${column}\n${message}\n${url}`)
  const body = failing
    ? `<failure type="${severity}" message="${xml(message)}">${text}</failure>`
    : `<system-out>${text}</system-out>`
  return `    <testcase name="${xml(`${rule} ${line}:${column}`)}" classname="${xml(path)}">\n      ${body}\n    </testcase>\n`
}

/** Escapes text, and replaces what XML 1.0 cannot hold. */
function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;')
    .replace(/\r/g, '&#13;')
}
