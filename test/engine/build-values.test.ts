/** Values that a shell, a flag parser or a CSV reader would take for something else arrive as they are. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { startBuild } from '../../client/src/build/build.ts'
import { tagProblem, testArguments } from '../../client/src/build/plan.ts'
import { build, contextWith, docker, dockerOutput, fresh } from './engine.ts'

const values = [
  'a b',
  '  lead and trail  ',
  "it's",
  '"quoted"',
  '\'"\'"',
  '$HOME',
  '${HOME}',
  '$(touch /tmp/coach-hostile)',
  '`touch /tmp/coach-hostile`',
  '; touch /tmp/coach-hostile',
  '&& touch /tmp/coach-hostile',
  '| touch /tmp/coach-hostile',
  '> /tmp/coach-hostile',
  '#comment',
  '*',
  '?',
  '[a-z]',
  '{a,b}',
  '~',
  '!history',
  '%PATH%',
  '^caret',
  '\\',
  '\\n',
  '\\\\server\\share',
  'a,b=c',
  'id=x,src=/etc/passwd',
  '--rm',
  '-',
  '--',
  '=',
  'a=b=c',
  'ünïcödé',
  '日本語',
  '\u{1f433}',
  '\u202eright-to-left',
  'tab\there',
  'line\nbreak',
  'cr\r\nlf',
  '',
  '%s%n',
  '{{.ID}}',
  '\u00a0',
  'x'.repeat(2000),
]

it('has at least 40 of them', () => {
  expect(values.length).toBeGreaterThanOrEqual(40)
})

it('as build arguments', async () => {
  const names = values.map((_, i) => `V${i}`)
  const print = names.map((name) => `printf '%s\\0' "$${name}"`).join('; ')
  const context = contextWith({
    Dockerfile: `FROM busybox\n${names.map((name) => `ARG ${name}`).join('\n')}\nRUN (${print}) > /values # ${fresh}\n`,
  })
  const tag = 'coach-values:1'
  const outcome = await build(context, { tags: [tag], buildArgs: values.map((value, i) => [`V${i}`, value]) })
  expect(outcome.status, outcome.failure?.message).toBe('passed')
  expect(dockerOutput('run', '--rm', tag, 'cat', '/values').split('\0').slice(0, -1)).toEqual(values)
})

describe('as folder and file names', () => {
  const names = values.filter(
    (value) => value !== '' && value.length < 200 && !['-', '--'].includes(value) && !value.includes('/'),
  )
  it.each(names)('%j', async (name) => {
    const context = contextWith(
      { [`${name}.Dockerfile`]: 'FROM busybox\nCOPY f /f\n', f: 'x', 's,ecret': 'x' },
      `in ${name}`,
    )
    const outcome = await build(context, {
      dockerfile: path.join(context, `${name}.Dockerfile`),
      secrets: [{ id: 'x', from: 'file', source: path.join(context, 's,ecret') }],
    })
    expect(outcome.status, outcome.failure?.message).toBe('passed')
  })
})

it('as targets: refused, or not found by the builder', async () => {
  const context = contextWith({ Dockerfile: 'FROM busybox AS a\n' })
  for (const target of values.filter(Boolean).slice(0, 12)) {
    const outcome = await build(context, { target })
    expect(
      outcome.failure,
      JSON.stringify([target, outcome.failure, outcome.exitStatus, outcome.problem]),
    ).toMatchObject({ kind: 'unknown-stage' })
  }
})

it('as tags: refused here when the engine would refuse them', async () => {
  const context = contextWith({ Dockerfile: 'FROM busybox\n' })
  for (const tag of values) {
    const answers = {
      dockerfile: path.join(context, 'Dockerfile'),
      context,
      tags: [tag],
      buildArgs: [],
      secrets: [],
      ssh: [],
    }
    const running = await startBuild(docker, answers, () => {})
    expect('problem' in running, tag).toBe(tagProblem(tag) !== undefined)
    if (!('problem' in running)) expect((await running.ended).status).toBe('passed')
  }
})

it('as test commands, in the image only', () => {
  for (const value of values.filter((text) => /^[;&|>$`]/.test(text))) {
    try {
      execFileSync('docker', testArguments('busybox', `echo ${value}`), { stdio: 'ignore' })
    } catch {
      // Some are no valid command for the image's shell either.
    }
  }
})

it('and none of them was executed on this machine', () => {
  expect(existsSync('/tmp/coach-hostile')).toBe(false)
})
