/** The vocabulary of a rule: what it is, what it finds, and how a finding is mended. */

import type { Instruction, Range } from '../syntax/tree.ts'
import type { LintFile } from './lint-file.ts'

export type Severity = 'error' | 'warning' | 'info' | 'hint'

/** `safe`: the image stays the same but for what the rule is about. `unsafe`: the title says what else changes. */
export type Safety = 'safe' | 'unsafe'

export type Family = 'syntax' | 'stages' | 'layers' | 'packages' | 'users' | 'runtime' | 'shell'

export interface Rule {
  /** Names the flaw, in kebab-case. */
  readonly id: string
  readonly family: Family
  /** BuildKit checks (CamelCase), hadolint codes (DLnnnn), ShellCheck codes (SCnnnn). */
  readonly aliases?: readonly string[]
  readonly severity: Severity | 'off'
  /** The best safety that its fixes have; absent when it has none. */
  readonly fixable?: Safety
  readonly docs: RuleDocs
  /** Settings of its own, by name; their values reach it through `LintFile.option`. */
  readonly options?: Readonly<Record<string, RuleOption>>
  /** Reports what it finds, in any order; what it reported stays when it fails later. No generator: it would not run. */
  check(file: LintFile, report: (finding: Finding) => void): undefined
}

export interface RuleOption {
  readonly type: 'boolean' | 'number' | 'text' | 'texts'
  /** In Markdown, with the default. */
  readonly description: string
}

/** Texts in Markdown. */
export interface RuleDocs {
  /** What is wrong, in one line without a full stop. */
  readonly summary: string
  /** Why it matters, in one to four sentences. */
  readonly why: string
  /** The lesson of the course that teaches it. */
  readonly lesson?: string
  /** A whole Dockerfile that it flags. */
  readonly bad: string
  /** The same without the flaw; what the fix makes of `bad`, where there is one. */
  readonly good: string
  /** When a careful author does it all the same. */
  readonly exception?: string
  /** Files of the build context that `bad` and `good` need, by path. */
  readonly files?: Readonly<Record<string, string>>
}

export interface Finding {
  readonly range: Range
  /** What is wrong and what to do, in one line, quoting the author's text. */
  readonly message: string
  /** For this case only; never above what the rule's setting says. */
  readonly severity?: Severity
  /** The preferred fix first. A function keeps costly ones for when they are asked for. */
  readonly fixes?: readonly Fix[] | (() => readonly Fix[])
  readonly tags?: readonly ('unnecessary' | 'deprecated')[]
  readonly related?: readonly { readonly range: Range; readonly message: string }[]
  /** The names of the rule that this finding answers to, where not all do. */
  readonly aliases?: readonly string[]
}

/** A replacement of a span; `start === end` inserts. */
export interface Edit extends Range {
  readonly text: string
}

export interface Fix {
  /** In the imperative: "Add `-y`". */
  readonly title: string
  readonly safety: Safety
  /** Not overlapping. */
  readonly edits: readonly Edit[]
  /** What the fix means to change; the instructions that its edits touch are rewritten, when absent. */
  readonly effect?: Effect
  /** Files beside the Dockerfile that it writes. */
  readonly files?: readonly FileChange[]
}

/** Everything that is not declared here stays as it is, token for token, comments included. */
export interface Effect {
  readonly rewrites?: readonly Instruction[]
  readonly removes?: readonly Instruction[]
  /** How many instructions come in. */
  readonly inserts?: number
  /** Instructions that go elsewhere in the file, their text unchanged. */
  readonly moves?: readonly Instruction[]
  /** Starts of the comments (or directives) that go away or change. */
  readonly comments?: readonly number[]
}

/** A change to a file of the build context. */
export interface FileChange {
  /** Relative to the build context, with `/`. */
  readonly path: string
  /** Its whole new text. */
  readonly text: string
  readonly creates: boolean
}

/** What is reported: a finding under its rule, with the severity in force. */
export interface Problem extends Omit<Finding, 'fixes'> {
  readonly rule: string
  readonly severity: Severity
  readonly aliases: readonly string[]
  /** The preferred fix first; made when they are first asked for, which may throw where the rule does. */
  readonly fixes?: readonly Fix[]
}
