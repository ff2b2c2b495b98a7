/** What the shell adapter gives: plain data with offsets in the script's own text. */

import type { Range } from './tree.ts'

/** A script in its own text; all offsets are UTF-16 offsets in `text`. */
export interface ShellTree {
  readonly text: string
  /** Every simple command, those in substitutions, `sh -c '…'` and compound commands included, in text order. */
  readonly commands: readonly ShellCommandNode[]
  readonly statements: readonly ShellStatement[]
  readonly variables: readonly ShellVariable[]
  readonly constructs: readonly ShellConstruct[]
  readonly errors: readonly { readonly message: string; readonly position: number }[]
}

/** A statement of the outermost list. */
export interface ShellStatement extends Range {
  readonly background: boolean
  /** The members of an `a && b || c` list, or the statement alone. */
  readonly members: readonly ShellMember[]
}

/** One pipeline of an and-or list. */
export interface ShellMember extends Range {
  /** The operator in front: empty for the first. */
  readonly operator: '' | '&&' | '||'
  /** The shell parser's name for it: `Command`, `Pipeline`, `If`… */
  readonly kind: string
}

export interface ShellWord extends Range {
  /** As written. */
  readonly text: string
  /** After quote removal; undefined when it depends on a variable, a substitution or braces. */
  readonly value: string | undefined
  readonly quoted: boolean
  /** Has an unquoted `*`, `?` or `[…]`. */
  readonly glob: boolean
}

export interface ShellAssignment extends Range {
  readonly name: string
  readonly value: ShellWord | undefined
}

export interface ShellRedirect extends Range {
  readonly operator: string
  readonly descriptor: number | undefined
  readonly target: ShellWord | undefined
}

/** What a command stands in; the outermost has no parent. */
export interface ShellContext extends Range {
  readonly kind: 'if' | 'condition' | 'loop' | 'case' | 'subshell' | 'group' | 'function' | 'substitution' | 'shell -c'
  readonly parent: ShellContext | undefined
}

export interface ShellCommandNode extends Range {
  /** Last part of the path of the command that runs in the end (behind sudo, env…); empty when it is not known. */
  readonly name: string
  readonly nameWord: ShellWord | undefined
  /** What follows the name, redirections excluded. */
  readonly words: readonly ShellWord[]
  /** Names of the commands around it, outermost first: sudo, env, xargs… */
  readonly wrappers: readonly string[]
  readonly assignments: readonly ShellAssignment[]
  readonly redirects: readonly ShellRedirect[]
  /** Place in its pipeline. */
  readonly pipelineIndex: number
  readonly pipelineLength: number
  readonly pipeline: Range
  readonly negated: boolean
  readonly background: boolean
  /** How it follows the pipeline before it in its list. */
  readonly operator: '' | '&&' | '||' | ';'
  /** The whole and-or list that it is a member of. */
  readonly list: Range
  readonly context: ShellContext | undefined
}

/** A use or an assignment of a variable. */
export interface ShellVariable extends Range {
  readonly name: string
  readonly assigned: boolean
  /** Inside double quotes. */
  readonly quoted: boolean
  /** Has a default (`${X:-…}`, `${X-…}`, `${X+…}`, `${X:?…}`). */
  readonly guarded: boolean
}

/** A construct that not every shell knows. */
export interface ShellConstruct extends Range {
  readonly kind:
    | 'double-bracket'
    | 'array'
    | 'ansi-c-quoting'
    | 'process-substitution'
    | 'here-string'
    | 'arithmetic-command'
    | 'arithmetic-for'
    | 'select'
    | 'function-keyword'
    | 'brace-expansion'
    | 'backticks'
    | 'pipe-stderr'
    | 'redirect-both'
    | 'substring'
    | 'replacement'
    | 'indirection'
    | 'case-modification'
    | 'locale-string'
    | 'append-assignment'
    | 'extended-glob'
    | 'coprocess'
}
