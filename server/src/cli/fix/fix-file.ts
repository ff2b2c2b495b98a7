/** Fixes one file: applies the fixes until nothing is left to do, and writes the result if it parses. */

import fs from 'node:fs'
import { createTwoFilesPatch } from 'diff'
import { createSettingsOf } from '../../host/find-configuration.ts'
import type { FoundFile } from '../../host/find-dockerfiles.ts'
import { createFolderContexts } from '../../host/folder-context.ts'
import { fileVersion, replaceFile } from '../../host/replace-file.ts'
import { fileFailure, readTextFile } from '../../host/text-file.ts'
import { fixAll } from '../../lint/fix.ts'
import { type LintSettings, lint } from '../../lint/lint.ts'
import type { LintInput } from '../../lint/lint-file.ts'
import type { Severity } from '../../lint/rule.ts'
import { rules } from '../../rules/index.ts'
import { parseDockerfile } from '../../syntax/parse.ts'
import { configurationFailure } from '../configuration-errors.ts'
import { type FileOutcome, noOutcome, type ReportedError } from '../outcome.ts'
import { visible } from '../output.ts'
import type { FileWork } from '../parallel/job.ts'
import type { FixSettings } from './settings.ts'

/** Gives the function that fixes files on disk; it never rejects. */
export function createFixer(settings: FixSettings): FileWork {
  const fixText = createTextFixer(settings)
  const fixFile = async (found: FoundFile): Promise<FileOutcome> => {
    const { path } = found
    if ('failure' in found) return { ...noOutcome(path), unread: found.failure }
    try {
      const isLink = fs.lstatSync(path).isSymbolicLink()
      if (isLink && !settings.followLinks) {
        return { ...noOutcome(path), unread: 'is a link; with --follow-links the file that it leads to is fixed' }
      }
      const target = isLink ? fs.realpathSync(path) : path
      const version = fileVersion(target)
      const content = readTextFile(target)
      if ('failure' in content) return { ...noOutcome(path), unread: content.failure }
      if (content.lossy) return { ...noOutcome(path), unread: 'is not fixed: it is not UTF-8' }
      const { text, outcome } = await fixText(path, content.text)
      if (text === content.text || settings.mode === 'compare') return outcome
      const failure = replaceFile(target, text, version)
      return failure === undefined ? outcome : { ...noOutcome(path), unread: failure }
    } catch (error) {
      return { ...noOutcome(path), unread: fileFailure(error) }
    }
  }
  return async (files) => {
    const outcomes: FileOutcome[] = []
    for (const file of files) outcomes.push(await fixFile(file))
    return outcomes
  }
}

interface FixedText {
  readonly text: string
  readonly outcome: FileOutcome
}

/** Gives the function that fixes a text; the text stays as it is when the result would not parse. */
export function createTextFixer(settings: FixSettings): (path: string, text: string) => Promise<FixedText> {
  const contextOf = settings.context ? createFolderContexts() : () => undefined
  const settingsOf = createSettingsOf(rules, settings.config)
  const chosen = settings.rules && new Set(settings.rules)
  return async (path, text) => {
    const { settings: configured, loaded } = await settingsOf(path)
    const failure = configurationFailure(path, loaded)
    if (failure) return { text, outcome: failure }
    const { options } = configured
    const context = contextOf(path)
    const input: LintInput = { text, today: settings.today, context, options }
    const severities = { ...configured.severities, ...turnedOn(settings) }
    const ignoreSuppressions = !configured.suppressions
    const lintSettings: LintSettings = { severities, ignoreSuppressions }
    const { safety } = settings
    const result = fixAll(input, (again) => lint(again, rules, lintSettings), { safety, rules: chosen })
    const internalErrors = result.failures.map(({ rule, failure }): ReportedError => {
      return { path, rule, message: `a fix is not applied: ${failure}`, fatal: false }
    })
    const generalNotices = context?.stopped === undefined ? [] : [context.stopped]
    const none = { ...noOutcome(path), internalErrors, generalNotices }
    if (result.text === text) return { text, outcome: none }
    const [error] = parseDockerfile(result.text).errors
    if (error) {
      const notices = [`is not fixed: line ${error.line + 1}: ${error.message}`]
      return { text, outcome: { ...none, notices, failing: 1 } }
    }
    let fixed = 0
    for (const times of result.applied.values()) fixed += times
    const output = settings.diff ? patch(path, text, result.text) : `${visible(path)}: ${summary(result.applied)}\n`
    const failing = settings.mode === 'compare' ? 1 : 0
    return { text: result.text, outcome: { ...none, output, fixed, failing } }
  }
}

/** Rules that are asked for by name are on, also when they are off by default. */
function turnedOn(settings: FixSettings): Readonly<Record<string, Severity>> {
  const chosen = new Set(settings.rules)
  const off = rules.filter((rule) => rule.severity === 'off' && chosen.has(rule.id))
  return Object.fromEntries(off.map((rule) => [rule.id, 'info']))
}

function summary(applied: ReadonlyMap<string, number>): string {
  const parts = [...applied].map(([rule, times]) => (times === 1 ? rule : `${rule} ×${times}`))
  return parts.sort().join(', ')
}

/** A unified diff as `git apply` and `patch` take it. */
function patch(path: string, before: string, after: string): string {
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, '', '', { context: 3 }).replace(/^=+\n/, '')
}
