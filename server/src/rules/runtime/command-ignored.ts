/** `command-ignored`: CMD beside an ENTRYPOINT that passes nothing on. */

import { replace } from '../../lint/edits.ts'
import { removeLines } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction } from '../../syntax/tree.ts'
import { plainWords } from './command-form.ts'

export const commandIgnored: Rule = {
  id: 'command-ignored',
  family: 'runtime',
  severity: 'warning',
  fixable: 'unsafe',
  docs: {
    summary: '`CMD` has no effect beside an `ENTRYPOINT` in shell form',
    why: 'The words of `CMD` become arguments of `ENTRYPOINT`. In shell form that is `sh -c "…"`, which has no use for them: neither `CMD` nor what is given to `docker run` reaches the program.',
    lesson: 'CMD and ENTRYPOINT (part 3)',
    bad: 'FROM python:3.14-slim\nENTRYPOINT python app.py\nCMD ["--port", "80"]\n',
    good: 'FROM python:3.14-slim\nENTRYPOINT ["python", "app.py"]\nCMD ["--port", "80"]\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      const command = stage.instructions.findLast(({ keyword }) => keyword === 'CMD')
      const entrypoint = command && file.facts.last(stage, 'ENTRYPOINT')
      // `CMD []` takes away the base image's.
      if (!command?.words.length || !entrypoint || !passesNothing(file, entrypoint)) continue
      const word = command.keywordRange
      report({
        range: word,
        message: entrypoint.json
          ? '`CMD` is ignored: the script of `ENTRYPOINT` does not use its arguments; add `"$@"` to it, or remove `CMD`'
          : '`CMD` is ignored: `ENTRYPOINT` in shell form passes nothing on; write `ENTRYPOINT` as a JSON array',
        related: [{ range: entrypoint.keywordRange, message: 'This `ENTRYPOINT` takes no arguments' }],
        fixes: () => fixesOf(file, command, entrypoint),
      })
    }
  },
}

/** The shell form, or `["sh", "-c", "…"]` without anything that reads the words behind. */
function passesNothing(file: LintFile, entrypoint: Instruction): boolean {
  const { words } = entrypoint
  const stage = file.stageOf(entrypoint)
  if (words.length === 0 || !stage || file.facts.isWindows(stage)) return false
  if (!entrypoint.json) return !/\$[@*0-9]|\$\{[@*0-9]/.test(words[0].text)
  if (words.length !== 3 || !/(^|\/)(ba|da|a|z)?sh$/.test(words[0].text) || !/^-[a-z]*c$/.test(words[1].text))
    return false
  return !/\$[@*0-9]|\$\{[@*0-9]/.test(words[2].text)
}

function fixesOf(file: LintFile, command: Instruction, entrypoint: Instruction): readonly Fix[] {
  const fixes: Fix[] = []
  const words = entrypoint.json ? undefined : plainWords(file, entrypoint)
  if (words && file.outer(entrypoint) === entrypoint) {
    const edits = words.map((word, i) => {
      const text = JSON.stringify(word.value)
      return replace(word, `${i === 0 ? '[' : ''}${text}${i === words.length - 1 ? ']' : ','}`)
    })
    fixes.push({ title: 'Write `ENTRYPOINT` as a JSON array, which takes `CMD` as arguments', safety: 'unsafe', edits })
  }
  // With another one above, that would be the one without effect.
  const isOnly =
    file.facts.history(file.stageOf(command) ?? file.stages[0]).filter(({ keyword }) => keyword === 'CMD').length === 1
  const gone = isOnly ? removeLines(file, command) : undefined
  if (gone) fixes.push({ title: 'Remove `CMD`', safety: 'unsafe', edits: [gone], effect: { removes: [command] } })
  return fixes
}
