/**
 * `--format sarif`: SARIF 2.1.0, for code scanning and its like.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */

import { createHash } from 'node:crypto'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectUrl, rulePageUrl } from '../../ide/rule-page.ts'
import type { Fix, Rule, Severity } from '../../lint/rule.ts'
import { rules } from '../../rules/index.ts'
import type { Range } from '../../syntax/tree.ts'
import type { CheckedFile, ReportedProblem } from '../check/checked-file.ts'
import { version } from '../version.ts'
import { type Format, positionAt, type Totals } from './format.ts'

/** The SARIF format; paths below the folder are given relative to it. */
export function sarifFormat(folder: string): Format {
  return {
    showsFixes: true,
    head: () => `${head()}\n`,
    separator: ',\n',
    file: (file) => results(file, folder),
    tail: (totals) => `\n],${tail(totals, folder)}}]}\n`,
  }
}

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' }
const ruleIndexes = new Map(rules.map((rule, index) => [rule.id, index]))

/** Everything up to the first result; results are written as they come. */
function head(): string {
  const driver = {
    name: 'Dockerfile Coach',
    informationUri: projectUrl,
    version,
    semanticVersion: version,
    rules: rules.map(descriptor),
  }
  const log = JSON.stringify({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results: [] }],
  })
  return log.slice(0, -']}]}'.length)
}

function descriptor(rule: Rule): unknown {
  const { id, docs, severity, aliases = [] } = rule
  return {
    id,
    shortDescription: { text: plain(docs.summary), markdown: docs.summary },
    fullDescription: { text: plain(docs.why), markdown: docs.why },
    help: { text: helpText(rule), markdown: helpMarkdown(rule) },
    helpUri: rulePageUrl(id),
    defaultConfiguration: { enabled: severity !== 'off', level: severity === 'off' ? 'note' : levels[severity] },
    properties: { tags: [rule.family, ...aliases], ...(docs.lesson && { lesson: docs.lesson }) },
  }
}

function helpText({ docs }: Rule): string {
  return `${plain(docs.why)}\n\nBefore:\n\n${docs.bad}\nAfter:\n\n${docs.good}`
}

function helpMarkdown({ docs }: Rule): string {
  return `${docs.why}\n\nBefore:\n\`\`\`dockerfile\n${docs.bad}\`\`\`\nAfter:\n\`\`\`dockerfile\n${docs.good}\`\`\`\n`
}

/** A message without the links that SARIF has in plain text, such as `[text](address)`. */
function withoutLinks(text: string): string {
  return text.replace(/\](?=\()/g, ']\u200b')
}

/** Markdown's code marks taken away. */
function plain(markdown: string): string {
  return markdown.replace(/`/g, '')
}

function results(file: CheckedFile, folder: string): string {
  const seen = new Map<string, number>()
  return file.problems.map((problem) => JSON.stringify(result(file, problem, folder, seen))).join(',\n')
}

function result(file: CheckedFile, reported: ReportedProblem, folder: string, seen: Map<string, number>): unknown {
  const { problem, fix } = reported
  const { rule, severity, message, range, related } = problem
  const ruleIndex = ruleIndexes.get(rule)
  const artifactLocation = { uri: artifactUri(file.path, folder) }
  const location = (place: Range) => ({ physicalLocation: { artifactLocation, region: region(file, place) } })
  return {
    ruleId: rule,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: levels[severity],
    message: { text: withoutLinks(message) },
    locations: [location(range)],
    ...(related &&
      related.length > 0 && {
        relatedLocations: related.map((other, id) => ({
          id,
          message: { text: withoutLinks(other.message) },
          ...location(other.range),
        })),
      }),
    partialFingerprints: { 'dockerfileCoach/v1': fingerprint(file, reported, seen) },
    ...(fix && fix.edits.length > 0 && { fixes: [sarifFix(file, fix, artifactLocation)] }),
  }
}

function sarifFix(file: CheckedFile, fix: Fix, artifactLocation: { uri: string }): unknown {
  return {
    description: { text: withoutLinks(fix.title) },
    artifactChanges: [
      {
        artifactLocation,
        replacements: fix.edits.map((edit) => ({
          deletedRegion: region(file, edit),
          insertedContent: { text: edit.text },
        })),
      },
    ],
    properties: { safety: fix.safety },
  }
}

/** A byte order mark counts neither as a column nor as a character. */
function region({ tree }: CheckedFile, range: Range): unknown {
  const bom = tree.text.startsWith('\ufeff') ? 1 : 0
  const start = positionAt(tree, Math.max(range.start, bom))
  const end = positionAt(tree, Math.max(range.end, bom))
  return {
    startLine: start.line,
    startColumn: start.column - (start.line === 1 ? bom : 0),
    endLine: end.line,
    endColumn: end.column - (end.line === 1 ? bom : 0),
    charOffset: start.offset - bom,
    charLength: end.offset - start.offset,
  }
}

/** The same as long as the rule and the line's text are: lines may come and go around it. */
function fingerprint({ tree }: CheckedFile, { problem }: ReportedProblem, seen: Map<string, number>): string {
  const { line } = positionAt(tree, problem.range.start)
  const text = tree.text.slice(tree.lineStarts[line - 1], tree.lineStarts[line] ?? tree.text.length).trim()
  const key = `${problem.rule}\n${text}`
  const times = seen.get(key) ?? 0
  seen.set(key, times + 1)
  return createHash('sha256').update(`${key}\n${times}`).digest('hex').slice(0, 32)
}

function artifactUri(file: string, folder: string): string {
  const absolute = path.resolve(folder, file)
  const relative = path.relative(folder, absolute)
  if (relative.startsWith('..') || path.isAbsolute(relative)) return pathToFileURL(absolute).href
  return relative.split(path.sep).map(encodeURIComponent).join('/')
}

function tail(totals: Totals, folder: string): string {
  const failed = totals.internalErrors.filter((error) => error.fatal)
  const notifications = [
    ...totals.unread.map(({ path: file, failure }) =>
      notification('error', `${file} ${failure}`, artifactUri(file, folder)),
    ),
    ...totals.internalErrors.map(({ path: file, rule, message, fatal }) =>
      notification(fatal ? 'error' : 'warning', `${rule}: ${message}`, artifactUri(file, folder)),
    ),
  ]
  const executionSuccessful = failed.length === 0 && totals.unread.length === 0
  const invocation = { executionSuccessful, toolExecutionNotifications: notifications }
  return `"invocations":${JSON.stringify([invocation])}`
}

function notification(level: 'error' | 'warning', text: string, uri: string): unknown {
  return {
    level,
    message: { text: withoutLinks(text) },
    locations: [{ physicalLocation: { artifactLocation: { uri } } }],
  }
}
