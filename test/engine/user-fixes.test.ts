/** Fixes of the families users and runtime, before and after, on the real engine. */
import { expect, it } from 'vitest'
import { fixAll } from '../../server/src/lint/fix.ts'
import { lint } from '../../server/src/lint/lint.ts'
import { findRule } from '../../server/src/rules/index.ts'
import { build, contextWith, dockerOutput, fresh } from './engine.ts'

/** The text after all fixes of one rule, unsafe ones included. */
function fixed(text: string, name: string): string {
  const rule = findRule(name)
  if (!rule) throw new Error(`no rule ${name}`)
  const result = fixAll({ text, today: '2026-11-20' }, (input) => lint(input, [rule]), { safety: 'unsafe' })
  expect(result.failures).toEqual([])
  expect(result.text).not.toBe(text)
  return result.text
}

/** Builds a Dockerfile and gives what its container prints. */
async function outputOf(
  dockerfile: string,
  tag: string,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const outcome = await build(contextWith({ ...files, Dockerfile: dockerfile }), { tags: [tag] })
  expect(outcome.status, dockerfile).toBe('passed')
  return dockerOutput('run', '--rm', tag)
}

it('runs a container without an operating system as a number that is not root', async () => {
  const before = `FROM busybox AS tools\nFROM scratch\nCOPY --from=tools / /\n# ${fresh}\nCMD ["id", "-u"]\n`
  expect(await outputOf(before, 'coach-user:before')).toBe('0\n')
  expect(await outputOf(fixed(before, 'runs-as-root'), 'coach-user:after')).toBe('65532\n')
})

it('gives copies and the working directory to a user whom the file knows by number', async () => {
  const before = [
    'FROM busybox',
    'USER 1500:1600',
    'USER root',
    'WORKDIR /app',
    'COPY a.txt b.txt ./',
    `RUN echo ${fresh}`,
    'CMD ["sh", "-c", "id -u && echo c >> a.txt && cat a.txt"]',
    '',
  ].join('\n')
  const after = fixed(before, 'runs-as-root')
  expect(after).toContain('USER 1500:1600\nCMD')
  const given = after.replace('COPY a.txt', 'COPY --chown=1500:1600 a.txt')
  expect(await outputOf(given, 'coach-user:given', { 'a.txt': 'a\n', 'b.txt': 'b\n' })).toBe('1500\na\nc\n')
})

it('starts the same program from an array, with the same words', async () => {
  const before = `FROM busybox\nRUN echo ${fresh}\nCMD printf '%s|' one "two  three" four\\ five 'six"seven'\n`
  const words = 'one|two  three|four five|six"seven|'
  expect(await outputOf(before, 'coach-form:before')).toBe(words)
  const after = fixed(before, 'shell-form-command')
  expect(after).toContain('CMD ["printf", "%s|", "one", "two  three", "four five", "six\\"seven"]')
  expect(await outputOf(after, 'coach-form:after')).toBe(words)
})

it('hands the process over from a shell', async () => {
  const before = `FROM busybox\nENV NAME="a b"\nRUN echo ${fresh}\nCMD cd /proc/1 && \\\n  cat "/proc/1/comm" "/$NAME"\n`
  const after = fixed(before, 'shell-form-command').replace('RUN', 'RUN echo x > "/a b" &&')
  expect(after).toContain('exec cat')
  expect(await outputOf(after, 'coach-form:exec')).toBe('cat\nx\n')
})

it('mounts a secret argument, and leaves nothing of it in the history', async () => {
  const before = `FROM busybox\nARG API_TOKEN\nRUN echo "\${#API_TOKEN}" > /length # ${fresh}\nCMD ["cat", "/length"]\n`
  const after = fixed(before, 'secret-in-arg-or-env')
  const context = contextWith({ Dockerfile: after, secret: 'hidden value' })
  const secrets = [{ id: 'API_TOKEN', from: 'file' as const, source: `${context}/secret` }]
  const outcome = await build(context, { tags: ['coach-secret:1'], secrets })
  expect(outcome.status).toBe('passed')
  expect(dockerOutput('run', '--rm', 'coach-secret:1')).toBe('12\n')
  expect(dockerOutput('history', '--no-trunc', 'coach-secret:1')).not.toContain('hidden value')
})

it('splits an ENV so that the second value sees the first', async () => {
  const before = `FROM busybox\nRUN echo ${fresh}\nENV ROOT=/srv BIN=$ROOT/bin\nCMD ["sh", "-c", "echo $BIN"]\n`
  expect(await outputOf(before, 'coach-env:before')).toBe('/bin\n')
  expect(await outputOf(fixed(before, 'env-self-reference'), 'coach-env:after')).toBe('/srv/bin\n')
})

it('keeps a build argument for the container', async () => {
  const before = `ARG PORT=8000\nFROM busybox\nRUN echo ${fresh}\nCMD echo "port $PORT"\n`
  expect(await outputOf(before, 'coach-arg:before')).toBe('port \n')
  expect(await outputOf(fixed(before, 'arg-at-runtime'), 'coach-arg:after')).toBe('port 8000\n')
})
