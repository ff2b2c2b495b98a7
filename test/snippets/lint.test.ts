/** Every Dockerfile snippet, with its placeholders at their defaults, has nothing that a rule finds which is on. */
import { expect, it } from 'vitest'
import { lint } from '../../server/src/lint/lint.ts'
import { rules } from '../../server/src/rules/index.ts'
import { snippetsOf, wholeDockerfile } from './contexts.ts'

it.each(snippetsOf('dockerfile').map((snippet) => [snippet.prefixes[0], snippet] as const))(
  '%s lints clean',
  (_, snippet) => {
    const { problems, internalErrors } = lint({ text: wholeDockerfile(snippet), today: '2026-11-20' }, rules)
    expect(problems.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([])
    expect(internalErrors).toEqual([])
  },
)

it('is judged by rules that find something in a file that deserves it', () => {
  const text = 'FROM debian:13-slim\nMAINTAINER Ada\nRUN apt-get install curl\n'
  expect(lint({ text, today: '2026-11-20' }, rules).problems.length).toBeGreaterThan(1)
})
