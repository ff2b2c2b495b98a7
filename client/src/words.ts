/** What the extension says about its state and its results: texts of plain values. */
import type { LintWorkspaceAnswer } from './protocol.ts'

/** A configuration that changes nothing, with what one would change first. */
export const configurationStart = `# What Dockerfile Coach checks below this folder. Severities: error, warning, info, hint, off.
rules: {}
  # latest-tag: error
  # consecutive-runs: off

# overrides:
#   - files: 'test/**'
#     rules:
#       latest-tag: off
`

/** The result of checking a workspace, in one sentence. */
export function lintSummary({ files, counts, failures }: LintWorkspaceAnswer): string {
  const problems = [
    counted(counts.error, 'error'),
    counted(counts.warning, 'warning'),
    counted(counts.info + counts.hint, 'remark'),
  ].filter((part) => part !== '')
  const found = problems.length > 0 ? problems.join(', ') : 'no problems'
  const unread = failures.length > 0 ? `; ${counted(failures.length, 'file')} could not be checked` : ''
  return `${counted(files, 'Dockerfile') || 'No Dockerfiles'}: ${found}${unread}.`
}

function counted(count: number, noun: string): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** What is active, as far as it is known. */
export interface ActiveParts {
  readonly server: 'running' | 'starting' | 'stopped'
  /** Of the server; undefined while it does not answer. */
  readonly version: string | undefined
  /** The name of the configuration file in use, below the workspace folder. */
  readonly configuration: string | undefined
  /** Mistakes in that file. */
  readonly mistakes: number
  /** ShellCheck's version, or why it is not used. */
  readonly shellCheck: string | undefined
  /** The program that builds, or why none does. */
  readonly builder: string | undefined
}

export interface StatusWords {
  readonly text: string
  readonly detail: string
  readonly severity: 'information' | 'warning' | 'error'
}

/** The words of the status item. */
export function statusWords(parts: ActiveParts): StatusWords {
  if (parts.server !== 'running') {
    return {
      text: `Dockerfile Coach: server ${parts.server}`,
      detail: parts.server === 'stopped' ? 'Nothing is checked' : '',
      severity: parts.server === 'stopped' ? 'error' : 'information',
    }
  }
  const configuration = parts.configuration ?? 'no configuration file'
  const mistakes = parts.mistakes > 0 ? `${configuration} (${counted(parts.mistakes, 'mistake')})` : configuration
  return {
    text: `Dockerfile Coach ${parts.version ?? ''}`.trim(),
    detail: [mistakes, parts.shellCheck, parts.builder].filter((part) => part !== undefined).join(' · '),
    severity: parts.mistakes > 0 ? 'warning' : 'information',
  }
}

/** A setting as the editor's configuration has it on one of its levels. */
export interface SetValue {
  readonly name: string
  readonly level: string
  readonly value: unknown
  /** The values that the setting may have; undefined for free text. */
  readonly choices: readonly unknown[] | undefined
}

/** What may be told of a setting: switches, numbers and choices as they are, and of everything else that it is set. */
export function tellableSetting({ name, level, value, choices }: SetValue): string {
  return `${name}: ${tellable(name, value, choices)} (${level})`
}

function tellable(name: string, value: unknown, choices: readonly unknown[] | undefined): string {
  if (typeof value === 'boolean' || typeof value === 'number' || choices?.includes(value)) return String(value)
  if (name !== 'dockerfileCoach.rules' || typeof value !== 'object' || value === null) return 'set'
  const rules = Object.entries(value).filter(
    ([rule, severity]) =>
      /^[A-Za-z][\w/-]{0,60}$/.test(rule) && /^(?:error|warning|info|hint|off)$/.test(String(severity)),
  )
  return rules.map(([rule, severity]) => `${rule}=${severity}`).join(', ') || 'set'
}
