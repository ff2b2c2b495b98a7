/** Every example of the teaching texts as a whole Dockerfile, for the parser, the linter and the real engine. */
import {
  commandDocs,
  directiveDocs,
  flagDocs,
  heredocDocs,
  instructionDocs,
  mountTypeDocs,
  predefinedArgDocs,
  substitutionDocs,
} from '../../server/src/ide/docs/index.ts'

export interface Example {
  readonly name: string
  readonly dockerfile: string
  /** The frontend that the syntax of the example needs. */
  readonly since: string
}

export function docsExamples(): Example[] {
  return [
    ...examples('instruction', instructionDocs),
    ...Object.entries(flagDocs).flatMap(([keyword, flags]) => examples(`flag of ${keyword}`, flags)),
    ...examples('mount', mountTypeDocs),
    ...examples('directive', directiveDocs),
    ...examples('heredoc', heredocDocs),
    ...examples('substitution', substitutionDocs),
    ...examples('predefined ARG', predefinedArgDocs),
    ...examples('command', commandDocs),
  ]
}

function examples(kind: string, table: Readonly<Record<string, { example?: string; since?: string }>>): Example[] {
  return Object.entries(table).flatMap(([name, { example, since = '1.0' }]) =>
    example === undefined ? [] : [{ name: `${kind} ${name}`, dockerfile: whole(example), since }],
  )
}

/** An example that starts inside a stage gets the FROM that it leaves out. */
function whole(example: string): string {
  const text = /^FROM /m.test(example) ? example : `FROM debian:13-slim\n${example}`
  return `${text}\n`
}
