/** Formatting real files changes nothing that the builder or the shell reads, and formatting twice changes nothing. */
import { expect, test } from 'vitest'
import { format } from '../../server/src/ide/format.ts'
import { applyEdits } from '../../server/src/lint/edits.ts'
import { LintFile } from '../../server/src/lint/lint-file.ts'
import { toAst } from '../../server/src/syntax/ast.ts'
import { corpusFiles } from './reference.ts'

const today = '2026-11-20'

/** What is read, with white space evened out in shell text only. */
function reading(file: LintFile): unknown {
  const { escape, nodes, error } = toAst(file.tree)
  const commands = file.shellCommands().map(({ name, words }) => [name, ...words.map(({ text }) => text)])
  const heredocs = file.tree.instructions.flatMap(({ heredocs: all }) => all.map(({ body }) => file.slice(body)))
  return {
    escape,
    error: error?.message,
    heredocs,
    commands,
    nodes: nodes.map(({ cmd, args, flags, json }) => {
      const isShell = /^(RUN|CMD|ENTRYPOINT|HEALTHCHECK|ONBUILD)$/.test(cmd) && !json
      const isFrom = cmd === 'FROM'
      const evened = isShell
        ? args.map((arg) => arg.replace(/(\s|\\t)+/g, ' '))
        : args.map((arg) => (isFrom && arg.toLowerCase() === 'as' ? 'AS' : arg))
      return { cmd, args: cmd === 'HEALTHCHECK' ? evened.map((arg) => arg.toUpperCase()) : evened, flags, json }
    }),
  }
}

test.each([
  { tabSize: 4, insertSpaces: true },
  { tabSize: 8, insertSpaces: false },
])('with $tabSize columns, spaces $insertSpaces', (options) => {
  let changed = 0
  for (const { file: path, text } of corpusFiles()) {
    const before = new LintFile({ text, today })
    const edits = format(before, options)
    const formatted = applyEdits(text, edits)!
    if (edits.length > 0) changed++
    const after = new LintFile({ text: formatted, today })
    expect(reading(after), path).toEqual(reading(before))
    expect(format(after, options), path).toEqual([])
  }
  expect(changed).toBeGreaterThan(500)
})
