/** What a case of the table is: a Dockerfile with a problem, and what may be different in the image once it is fixed. */

export interface Differences {
  /** Settings of the image that differ. */
  readonly config?: readonly string[]
  /** Paths that come, go or change. */
  readonly files?: readonly RegExp[]
  /** Recorded calls: the same after this has been done to both; lines that become undefined do not count. */
  readonly calls?: (line: string) => string | undefined
  /** The build fails before, with this. */
  readonly fails?: RegExp
  /** It still fails afterwards, since there is no network, with this. */
  readonly offline?: RegExp
  /** Fewer layers. */
  readonly merges?: true
}

export interface FixCase {
  readonly text: string
  /** The build context, which the rule then knows; a usual one otherwise, which it does not know. */
  readonly files?: Readonly<Record<string, string>>
  readonly buildArguments?: Readonly<Record<string, string>>
  readonly secrets?: Readonly<Record<string, string>>
  /** Which of a problem's fixes, from 0; all problems with their first when absent. */
  readonly alternative?: number
  /** Instead of what the rule's other cases have. */
  readonly differs?: Differences
}

export interface RuleCases {
  /** Of all cases; nothing when absent. */
  readonly differs?: Differences
  readonly cases: readonly (string | FixCase)[]
  /** Why the example of the rule's documentation is not built as well. */
  readonly withoutExample?: string
}

/** A Dockerfile of these lines. */
export function lines(...all: readonly string[]): string {
  return `${all.join('\n')}\n`
}

/** Calls do not count. */
export function anyCalls(): undefined {
  return undefined
}
