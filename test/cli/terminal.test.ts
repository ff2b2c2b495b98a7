/** On a terminal: colour, unless NO_COLOR says no, and progress of long runs. `script` gives the terminal. */
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { folderWith, unpromptedInstall } from './program.ts'

/** What a terminal shows of a command; `{}` stands for the program. */
function terminal(cwd: string, command: string, env: NodeJS.ProcessEnv = {}): string {
  const program = `'${process.execPath}' '${path.resolve('dist/cli.js')}'`
  // Node.js shows no colour where CI is set.
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...inherited } = process.env
  return execFileSync('script', ['-qec', `${command.replace('{}', program)} || true`, '/dev/null'], {
    cwd,
    env: { ...inherited, TERM: 'xterm-256color', ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

it('is in colour, unless the user wants none', () => {
  const folder = folderWith({ Dockerfile: unpromptedInstall.before })
  const command = '{} check --no-context'
  expect(terminal(folder, command)).toContain('\u001b[1;33mwarning\u001b[0m')
  const plain = terminal(folder, command, { NO_COLOR: '1' })
  expect(plain).toContain(' warning ')
  expect(plain).not.toContain('\u001b[')
  expect(terminal(folder, `${command} --format json`)).not.toContain('\u001b[')
})

it('says how far a long run is, and takes it away at the end', () => {
  const long = `FROM debian:13\n${'RUN a && b "c d" $(e f) | g\n'.repeat(200)}`
  const folder = folderWith(Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`${i}.Dockerfile`, long])))
  const shown = terminal(folder, '{} check --no-context --jobs 1 > /dev/null')
  expect(shown).toMatch(/\r\u001b\[K\d+ files checked…/)
  expect(shown.endsWith('\r\u001b[K')).toBe(true)
})
