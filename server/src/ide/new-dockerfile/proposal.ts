/** What a new Dockerfile would be for one way to see a project. */

export interface Proposal {
  /** The snippet that it is made of, and what tells it from others of the same: `go-multistage ./cmd/api`. */
  readonly id: string
  /** For people: `Node.js with pnpm`. */
  readonly title: string
  /** By what it was recognised. */
  readonly found: string
  readonly dockerfile: string
  /** The snippet for the ignore file, and lines that it needs besides. */
  readonly ignore: { readonly prefix: string; readonly more?: readonly string[] }
  /** What is left to do, in sentences. */
  readonly notes: readonly string[]
}

/** A list for people: the parts that are there. */
export function listed(...found: readonly (string | undefined | false)[]): string {
  return found.filter((part) => part !== undefined && part !== false && part !== '').join(', ')
}
