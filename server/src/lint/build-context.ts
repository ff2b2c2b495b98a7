/** What a rule may know of the folder around a Dockerfile; the shells around the engine provide it. */

/** The build context as the engine sees it. Paths are relative to its root, with `/`, without `./`. */
export interface BuildContext {
  /** Files and folders up to a bound of the provider; see `complete`. */
  readonly paths: readonly ContextPath[]
  /** False when the listing stopped at a bound, so that absence proves nothing. */
  readonly complete: boolean
  /** Why the listing is not complete, as a sentence; undefined while it is not known, or nobody has asked for it. */
  readonly stopped?: string
  /** The Dockerfile's path in the context; undefined when it lies outside. */
  readonly dockerfile: string | undefined
  /** The ignore file in force. */
  readonly ignoreFile: { readonly path: string; readonly text: string } | undefined
  /** The text of a small file; undefined when it is not there or not readable. */
  read(path: string): string | undefined
}

export interface ContextPath {
  readonly path: string
  readonly folder: boolean
}
