/** ShellCheck: places and fixes in the Dockerfile, dialects and variables, and programs that misbehave. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createShellCheck, findShellCheck, type ShellCheckProgram } from '../../server/src/host/shellcheck.ts'
import { withShellCheck } from '../../server/src/host/shellcheck-problems.ts'
import { applyEdits } from '../../server/src/lint/edits.ts'
import { checkFix } from '../../server/src/lint/fix.ts'
import { type LintSettings, lint } from '../../server/src/lint/lint.ts'
import { LintFile } from '../../server/src/lint/lint-file.ts'
import type { Rule } from '../../server/src/lint/rule.ts'

const today = '2026-11-20'
let program: ShellCheckProgram

beforeAll(async () => {
  const found = await findShellCheck()
  if ('failure' in found) throw new Error(`${found.failure}: apt-get install shellcheck`)
  program = found
})

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-shellcheck-'))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

/** A program that answers `--version` as ShellCheck does and else does what the shell lines say. */
function impostor(name: string, lines: string, version = '0.9.0'): string {
  const file = path.join(folder, name)
  const answer = `if [ "$1" = --version ]; then echo "version: ${version}"; exit; fi`
  fs.writeFileSync(file, `#!/bin/sh\n${answer}\n${lines}\n`, { mode: 0o755 })
  return file
}

async function problemsOf(text: string) {
  const { problems, failures } = await createShellCheck(program)(new LintFile({ text, today }))
  expect(failures).toEqual([])
  return problems.map(({ rule, range }) => [rule.replace('shellcheck/', ''), text.slice(range.start, range.end)])
}

describe('places', () => {
  it.each([
    [
      'through continuations and comments',
      'FROM debian:13\nRUN true && \\\n  # why\n  echo "é😀\t" \\\n\n    $lower\n',
    ],
    ['with CRLF', '\ufeffFROM debian:13\r\nRUN true && \\\r\n  # why\r\n  echo $lower\r\n'],
    ['with the other escape character', '# escape=`\nFROM debian:13\nRUN true && `\n  echo $lower\n'],
    ['in a heredoc', 'FROM debian:13\nRUN <<-E\n\tset -e\n\techo $lower\n\tE\n'],
    ['in a heredoc that a shell reads', 'FROM debian:13\nRUN bash <<E\necho $lower\nE\n'],
    ['behind ONBUILD', 'FROM debian:13\nONBUILD RUN --network=none \\\n echo $lower\n'],
    ['in the script of an exec form', 'FROM debian:13\nRUN ["sh", "-c", "echo $lower"]\n'],
  ])('%s', async (_, text) => {
    expect(await problemsOf(text)).toEqual([
      ['SC2086', '$lower'],
      ['SC2154', '$lower'],
    ])
  })

  it('says nothing of scripts that no shell of this kind reads', async () => {
    expect(await problemsOf('FROM debian:13\nSHELL ["pwsh", "-c"]\nRUN echo $lower\n')).toEqual([])
    expect(await problemsOf('FROM debian:13\nRUN <<E\n#!/usr/bin/env python3\nprint($lower)\nE\n')).toEqual([])
    expect(await problemsOf('FROM debian:13\nCMD echo $lower\n')).toEqual([])
  })
})

describe('dialects and variables', () => {
  it('takes the shell that runs the script', async () => {
    const source = 'RUN source ./env\n'
    expect(await problemsOf(`FROM debian:13\n${source}`)).toEqual([['SC3046', 'source ./env']])
    expect(await problemsOf(`FROM debian:13\nSHELL ["/bin/bash", "-c"]\n${source}`)).toEqual([])
    expect(await problemsOf(`FROM fedora:43\n${source}`)).toEqual([])
    expect(await problemsOf('FROM debian:13\nRUN <<E\n#!/bin/bash\nsource ./env\nE\n')).toEqual([])
  })

  it('knows the variables of the stage and of the stages below it', async () => {
    const text =
      'FROM debian:13 AS base\nENV from_base=1\nFROM base\nARG from_arg\nRUN echo "$from_base$from_arg$other"\n'
    expect(await problemsOf(text)).toEqual([['SC2154', '$other']])
  })

  it('takes a failing cd as checked where the shell stops at failures', async () => {
    const run = 'RUN cd /srv; make\n'
    expect(await problemsOf(`FROM debian:13\n${run}`)).toEqual([['SC2164', 'cd /srv']])
    expect(await problemsOf(`FROM debian:13\nSHELL ["/bin/sh", "-ec"]\n${run}`)).toEqual([])
  })
})

it('offers its fixes at their place, and they pass the fix engine', async () => {
  const text = 'FROM debian:13\nARG a\nRUN x="$(date)" && \\\n    # why\n    rm -f $x\\\n  && echo é `pwd`\n'
  const input = { text, today }
  const file = new LintFile(input)
  const { problems } = await createShellCheck(program)(file)
  const fixed = problems
    .flatMap(({ fixes }) => fixes ?? [])
    .map((fix) => {
      expect(fix.safety).toBe('unsafe')
      expect(checkFix(file, fix, input).failure).toBeUndefined()
      return applyEdits(text, fix.edits)
    })
  expect(fixed).toContain(text.replace('rm -f $x\\', 'rm -f "$x"\\'))
  expect(fixed).toContain(text.replace('`pwd`', '$(pwd)'))
})

it('joins the problems of the rules: severities, suppressions, and nothing twice', async () => {
  const text = 'FROM debian:13\nRUN echo $a\n# hadolint ignore=SC2086\nRUN echo $b\nRUN cd /; echo\n'
  const own: Rule = {
    id: 'own',
    aliases: ['SC2164'],
    family: 'shell',
    severity: 'warning',
    docs: { summary: '', why: '', bad: '', good: '' },
    check(file, report) {
      const start = file.text.indexOf('cd /')
      report({ range: { start, end: start + 4 }, message: 'cd' })
    },
  }
  const file = new LintFile({ text, today })
  const { problems } = await createShellCheck(program)(file)
  const ids = (settings: LintSettings) =>
    withShellCheck(lint({ text, today }, [own], settings), problems, settings).map(
      ({ rule, severity }) => `${rule} ${severity}`,
    )
  expect(ids({ severities: { 'shellcheck/SC2154': 'off' } })).toEqual(['shellcheck/SC2086 info', 'own warning'])
  expect(
    ids({ severities: { 'shellcheck/SC2154': 'off', 'shellcheck/SC2086': 'error' }, ignoreSuppressions: true }),
  ).toEqual(['shellcheck/SC2086 error', 'shellcheck/SC2086 error', 'own warning'])
})

it('remembers what it was told of a script', async () => {
  const log = path.join(folder, 'log')
  const counting = impostor('counting', `echo run >> '${log}'\ncat > /dev/null\necho '{"comments":[]}'`)
  const shellcheck = createShellCheck({ path: counting, version: '0.9.0' })
  const file = (extra: string) => new LintFile({ text: `FROM a\nRUN one\nRUN two${extra}\n`, today })
  await shellcheck(file(''))
  await shellcheck(file(''))
  await shellcheck(file(' more'))
  expect(fs.readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(3)
})

it('never runs more than two at a time', async () => {
  const log = path.join(folder, 'parallel')
  const slow = impostor(
    'slow',
    `echo + >> '${log}'; sleep 0.2; echo - >> '${log}'; cat > /dev/null; echo '{"comments":[]}'`,
  )
  const text = `FROM a\n${Array.from({ length: 6 }, (_, i) => `RUN echo ${i}\n`).join('')}`
  await createShellCheck({ path: slow, version: '0.9.0' })(new LintFile({ text, today }))
  let running = 0
  let most = 0
  for (const sign of fs.readFileSync(log, 'utf8').trim().split('\n')) {
    running += sign === '+' ? 1 : -1
    most = Math.max(most, running)
  }
  expect(most).toBe(2)
})

describe('programs that misbehave', () => {
  const text = 'FROM a\nRUN echo 1\n'

  it('is told why ShellCheck cannot be used', async () => {
    expect(await findShellCheck('/nowhere/shellcheck')).toEqual({ failure: expect.stringContaining('does not run') })
    expect(await findShellCheck('/bin/true')).toEqual({ failure: '/bin/true is not ShellCheck' })
    const old = impostor('old', '', '0.4.7')
    expect(await findShellCheck(old)).toEqual({ failure: expect.stringContaining('0.4.7 is too old') })
    expect(await findShellCheck(impostor('new', '', '0.11.0'))).toMatchObject({ version: '0.11.0' })
  })

  it.each([
    ['crashes', 'kill -9 $$'],
    ['fails', 'exit 2'],
    ['talks nonsense', 'cat > /dev/null; echo nonsense'],
    ['talks other JSON', 'cat > /dev/null; echo "{}"'],
    ['floods', 'yes | head -c 20000000'],
  ])('one that %s gives a reason and no problems', async (name, lines) => {
    const bad = impostor(name.replaceAll(' ', '-'), lines)
    const run = await createShellCheck({ path: bad, version: '0.9.0' })(new LintFile({ text, today }))
    expect(run.problems).toEqual([])
    expect(run.failures).toEqual([expect.stringMatching(/^ShellCheck (gave|ended)/)])
  })

  it('leaves one alone that fails again and again', async () => {
    const log = path.join(folder, 'again')
    const bad = impostor('again-program', `echo run >> '${log}'; exit 3`)
    const shellcheck = createShellCheck({ path: bad, version: '0.9.0' })
    for (let i = 0; i < 10; i++) await shellcheck(new LintFile({ text: `FROM a\nRUN echo ${i}\n`, today }))
    expect(fs.readFileSync(log, 'utf8').trim().split('\n')).toHaveLength(3)
  })

  it('kills one that hangs when the answer is no longer wanted', async () => {
    const pidFile = path.join(folder, 'pid')
    const hanging = impostor('hanging', `echo $$ > '${pidFile}'; exec sleep 600`)
    const abort = new AbortController()
    const pending = createShellCheck({ path: hanging, version: '0.9.0' })(new LintFile({ text, today }), abort.signal)
    while (!fs.existsSync(pidFile) || fs.readFileSync(pidFile, 'utf8') === '')
      await new Promise((done) => setTimeout(done, 10))
    abort.abort()
    expect((await pending).problems).toEqual([])
    const pid = Number(fs.readFileSync(pidFile, 'utf8'))
    expect(() => process.kill(pid, 0)).toThrow()
  })

  it('does not wait for a child of it that holds its output open', async () => {
    const file = new LintFile({ text, today })
    const answer = `cat > /dev/null; echo '{"comments":[]}'`
    const leaving = impostor('leaving', `${answer}; sleep 20 & exit 0`)
    const begin = performance.now()
    const run = await createShellCheck({ path: leaving, version: '0.9.0' })(file)
    expect(run).toEqual({ problems: [], failures: [] })
    expect(performance.now() - begin).toBeLessThan(8_000)
  })

  it('gives up on one that hangs', { timeout: 30_000 }, async () => {
    const hanging = impostor('hanging-on', 'exec sleep 600')
    const begin = performance.now()
    const { failures } = await createShellCheck({ path: hanging, version: '0.9.0' })(new LintFile({ text, today }))
    expect(failures).toEqual(['ShellCheck gave no answer: it took longer than 10 s'])
    expect(performance.now() - begin).toBeLessThan(15_000)
  })
})
