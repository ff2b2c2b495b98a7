/**
 * Nodes of one kind have one shape. V8 gives an object literal that adds properties behind a spread a shape of its own
 * each time, so that it takes ten times as long to make, and is slow to read wherever it gets to. `{ ...range, name }`
 * for each word or command is a mistake that only a clock would show otherwise.
 */
import v8 from 'node:v8'
import { describe, expect, it } from 'vitest'
import { mountsOf } from '../../server/src/lint/cache-mounts.ts'
import { LintFile } from '../../server/src/lint/lint-file.ts'
import { packageCalls } from '../../server/src/lint/package-calls.ts'
import { expandedWords, variableUses } from '../../server/src/lint/word-expansion.ts'

v8.setFlagsFromString('--allow-natives-syntax')
const haveOneShape: (a: unknown, b: unknown) => boolean = new Function('a', 'b', 'return %HaveSameMap(a, b)') as never

const text = (i: number): string => `FROM debian:13 AS base${i}
ARG VERSION=1.${i}
ENV NAME="value ${i}" PATH=/opt/${i}:$PATH
COPY --from=base${i} --chown=app:app "a${i}" /b/
RUN --mount=type=cache,target=/var/cache/apt,id=a${i} apt-get update && \\
    A=${i} apt-get install -y "package-${i}" > /dev/null 2>&1; make ${i}
CMD ["node", "server${i}.js"]
`

const nodes: Readonly<Record<string, (file: LintFile) => readonly unknown[]>> = {
  instructions: ({ tree }) => tree.instructions.filter(({ keyword }) => keyword !== 'FROM'),
  'words of instructions': ({ tree }) => tree.instructions.flatMap(({ words }) => words),
  flags: ({ tree }) => tree.instructions.flatMap(({ flags }) => flags),
  pairs: ({ tree }) => tree.instructions.flatMap(({ pairs }) => pairs),
  stages: ({ stages }) => stages,
  'stage references': ({ graph }) => graph.references,
  'mount options': (file) =>
    file.instructions('RUN').flatMap((run) => mountsOf(file, run).flatMap(({ options }) => options)),
  'expanded words': expandedWords,
  'uses of variables': (file) => expandedWords(file).flatMap(variableUses),
  'shell commands': (file) => file.shellCommands().map(({ node }) => node),
  'words of shell commands': (file) => file.shellCommands().flatMap(({ node }) => node.words),
  'words of commands': (file) => file.shellCommands().flatMap(({ words }) => words),
  redirections: (file) => file.shellCommands().flatMap(({ node }) => node.redirects),
  assignments: (file) => file.shellCommands().flatMap(({ node }) => node.assignments),
  'package calls': packageCalls,
}

describe('have one shape', () => {
  it.each(Object.entries(nodes))('%s', (_, of) => {
    // The first objects of a kind may still move to a wider shape.
    for (let i = 0; i < 50; i++) of(new LintFile({ text: text(i), today: '2026-11-20' }))
    const found = [50, 51].flatMap((i) => of(new LintFile({ text: text(i), today: '2026-11-20' })))
    expect(found.length).toBeGreaterThan(1)
    expect(found.filter((node) => !haveOneShape(node, found[0]))).toEqual([])
  })
})
