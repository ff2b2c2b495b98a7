/** ShellCheck's findings against those that hadolint, which has ShellCheck built in, has on the same files. */
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { createShellCheck, findShellCheck } from '../../server/src/host/shellcheck.ts'
import { LintFile } from '../../server/src/lint/lint-file.ts'
import { shared } from '../shared.ts'

const corpus = path.join(shared()!, 'corpus')
type Expected = { file: string; findings: [code: string, line: number, severity: string][] }

it('finds at least 95 % of them at the same instruction', { timeout: 600_000 }, async () => {
  const program = await findShellCheck()
  if ('failure' in program) throw new Error(program.failure)
  const shellcheck = createShellCheck(program)
  const rows = fs.readFileSync(path.join(corpus, 'expected/hadolint.jsonl'), 'utf8').trim().split('\n')
  const expected = rows.map((row): Expected => JSON.parse(row)).filter(({ findings }) => findings.some(isShellCheck))
  const missed: string[] = []
  let found = 0
  let wrapping = 0
  for (const { file: name, findings } of expected) {
    const text = fs.readFileSync(path.join(corpus, 'files', name), 'utf8')
    const file = new LintFile({ text, today: '2026-11-20' })
    const { problems, failures } = await shellcheck(file)
    expect(failures).toEqual([])
    for (const { range } of problems) expect(text.slice(range.start, range.end)).not.toBe('')
    // hadolint names the first line of the instruction for everything in it.
    const ours = new Set(problems.map(({ rule, range }) => `${rule} ${instructionLine(file, range.start)}`))
    for (const [code, line] of findings.filter(isShellCheck)) {
      const instruction = file.tree.instructions.find((each) => each.line === line - 1)!
      if (ours.has(`shellcheck/${code} ${line}`)) found++
      else if (isFromWrapping(file, instruction, code)) wrapping++
      else missed.push(`${name}:${line} ${code}`)
    }
  }
  const share = (100 * found) / (found + missed.length)
  console.log(`${found} of ${found + missed.length} (${share.toFixed(1)} %), ${wrapping} more come from its wrapping`)
  console.log(missed.join('\n'))
  expect(share).toBeGreaterThanOrEqual(95)
})

function isShellCheck([code]: readonly [string, ...unknown[]]): boolean {
  return code.startsWith('SC')
}

function instructionLine(file: LintFile, offset: number): number {
  return file.tree.instructions.findLast(({ start }) => start <= offset)!.line + 1
}

/**
 * hadolint hands every script over as one of a POSIX shell, also those of PowerShell and cmd, and those of images whose
 * shell is another one: what only holds for such a shell (SC3xxx, and SC2028 of `echo`) says nothing about the file.
 */
function isFromWrapping(file: LintFile, instruction: LintFile['tree']['instructions'][number], code: string): boolean {
  const { posix, flavour } = file.shell(instruction)
  if (!posix) return true
  return /^SC(3\d{3}|2028)$/.test(code) && flavour !== 'sh' && flavour !== 'unknown'
}
