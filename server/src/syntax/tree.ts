/** The shape of a parsed Dockerfile: plain data with offsets into the original text. */

import type { JoinedText } from './joined-text.ts'

/** A half-open span of the file, in UTF-16 code units from its start. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** A whole file. Nodes are immutable; concatenating `tokens(file)` gives back `text`. */
export interface Dockerfile {
  readonly text: string
  /** Offset of the first character of each line; lines count from 0. */
  readonly lineStarts: readonly number[]
  readonly escape: '\\' | '`'
  readonly directives: readonly Directive[]
  /** Every comment line, those inside continued instructions included, directives excluded; in file order. */
  readonly comments: readonly Comment[]
  readonly instructions: readonly Instruction[]
  /** What BuildKit's parser refuses, in file order. */
  readonly errors: readonly ParseError[]
}

/** `# name=value` in the block that opens the file. */
export interface Directive extends Range {
  /** In lower case. */
  readonly name: string
  readonly nameRange: Range
  readonly value: string
  readonly valueRange: Range
  readonly line: number
}

/** A comment line, from its `#` to the end of the line without the line break. */
export interface Comment extends Range {
  readonly line: number
  /** Without the `#` and the blanks around. */
  readonly text: string
}

export type ParseErrorCode =
  | 'line-too-long'
  | 'duplicate-directive'
  | 'invalid-escape'
  | 'unterminated-heredoc'
  | 'no-instructions'
  | 'empty-file'
  | 'nested-json'
  | 'two-arguments'
  | 'missing-equals'

export interface ParseError extends Range {
  readonly code: ParseErrorCode
  readonly message: string
  /** The line that BuildKit names, from 0. */
  readonly line: number
}

/** One instruction with its continuation lines and heredoc bodies. */
export interface Instruction extends Range {
  /** Position in `file.instructions`; the inner instruction of an ONBUILD has that of the outer one. */
  readonly index: number
  readonly line: number
  /** The last line, heredoc terminators and trailing continuations included. */
  readonly endLine: number
  /** End of the instruction without its heredoc bodies. */
  readonly headEnd: number
  /** In upper case. */
  readonly keyword: string
  readonly keywordRange: Range
  readonly flags: readonly Flag[]
  /** What follows the flags, without blanks around. */
  readonly body: Range
  /** The body as BuildKit reads it: continuations and comment lines removed; maps back to the file. */
  readonly source: JoinedText
  /** Where the body lies in `source.text`. */
  readonly bodyStart: number
  readonly bodyEnd: number
  /**
   * The words of the body by the instruction's own grammar: white-space separated (FROM, EXPOSE, COPY, ADD, VOLUME,
   * SHELL…), quoted words (ARG, ENV, LABEL), or the whole body as one (RUN, CMD, ENTRYPOINT, USER, WORKDIR, MAINTAINER,
   * STOPSIGNAL, HEALTHCHECK CMD in shell form). Elements in JSON form.
   */
  readonly words: readonly Word[]
  readonly json: boolean
  /** ENV and LABEL: the pairs. */
  readonly pairs: readonly KeyValue[]
  /** HEALTHCHECK: CMD or NONE as written. */
  readonly healthcheckType: Word | undefined
  readonly heredocs: readonly Heredoc[]
  /** ONBUILD: the instruction to come. */
  readonly onbuild: Instruction | undefined
  /** Comment lines inside the continued lines. */
  readonly comments: readonly Comment[]
  /** Lines (from 0) that are blank inside the continued lines. */
  readonly emptyContinuationLines: readonly number[]
  readonly error: ParseError | undefined
}

/** A word: `text` is as BuildKit reads it (continuations removed, quotes kept; unquoted for JSON elements). */
export interface Word extends Range {
  readonly text: string
}

/** `--name` or `--name=value`. */
export interface Flag extends Range {
  /** With dashes, quotes removed: BuildKit's own form. */
  readonly raw: string
  /** Without dashes. */
  readonly name: string
  readonly nameRange: Range
  /** What follows `=`, quotes and escapes removed; undefined without `=`. */
  readonly value: string | undefined
  readonly valueRange: Range | undefined
}

/** `name=value`, or the old `name value`. Texts are raw: quotes and variables are kept. */
export interface KeyValue extends Range {
  readonly name: string
  readonly nameRange: Range
  readonly value: string
  readonly valueRange: Range
  /** False for the old form with a space. */
  readonly assigned: boolean
}

export interface Heredoc {
  /** `<<EOF`, with its file descriptor. */
  readonly marker: Range
  readonly name: string
  /** False when the name is quoted: variables are then kept as they are. */
  readonly expand: boolean
  /** `<<-`: leading tabs are removed. */
  readonly chomp: boolean
  readonly fileDescriptor: number
  /** From the first body line to the terminator line. */
  readonly body: Range
  /** The terminator's text; empty at the end of the file when it is missing. */
  readonly terminator: Range
  readonly terminated: boolean
}
