/** `config`: shows what holds for a Dockerfile, checks configuration files, and writes ours from hadolint's. */

import fs from 'node:fs'
import path from 'node:path'
import { configurationNames, type LoadedConfiguration } from '../../host/configuration-files.ts'
import { configurationIn, createSettingsOf } from '../../host/find-configuration.ts'
import { loadConfiguration } from '../../host/load-configuration.ts'
import { readTextFile } from '../../host/text-file.ts'
import { readHadolintConfiguration, toOwnConfiguration } from '../../lint/configuration-hadolint.ts'
import { rules } from '../../rules/index.ts'
import { configurationErrorLines } from '../configuration-errors.ts'
import { exitStatus, UsageError } from '../exit-status.ts'
import { readArguments } from '../options.ts'
import { warn, write } from '../output.ts'

const usage = `usage: dockerfile-coach config show [DOCKERFILE]   what holds for a Dockerfile, and where it is set
       dockerfile-coach config check [FILE…]      the errors in configuration files
       dockerfile-coach config migrate [FILE]     writes a dockerfile-coach.yaml from a .hadolint.yaml

  --stdout   migrate: print it in place of writing it
  --force    migrate: replace a dockerfile-coach.yaml that is there already
`

const options = {
  stdout: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, options)
  const [action, ...paths] = positionals
  if (values.help) {
    await write(usage)
    return exitStatus.clean
  }
  if (action === 'show') return show(one(paths) ?? 'Dockerfile')
  if (action === 'check') return check(paths)
  if (action === 'migrate') return migrate(one(paths) ?? '.hadolint.yaml', values)
  throw new UsageError('what? `config show`, `config check` or `config migrate`')
}

function one(paths: readonly string[]): string | undefined {
  if (paths.length > 1) throw new UsageError('it takes one path')
  return paths[0]
}

async function show(dockerfile: string): Promise<number> {
  const { settings, loaded } = await createSettingsOf(rules)(dockerfile)
  const status = loaded ? complain(loaded) : exitStatus.clean
  const file = loaded ? path.relative('.', loaded.path) : null
  await write(`${JSON.stringify({ configuration: file, ...settings }, undefined, 2)}\n`)
  return status
}

async function check(paths: readonly string[]): Promise<number> {
  const files = paths.length > 0 ? paths : [configurationIn('.')].flatMap((file) => file ?? [])
  if (files.length === 0) throw new UsageError(`there is no ${configurationNames[0]} here`)
  const statuses = files.map((file) => complain(loadConfiguration(file, rules)))
  return Math.max(...statuses)
}

function complain({ problems }: LoadedConfiguration): number {
  for (const line of configurationErrorLines(problems)) warn(line)
  return problems.length > 0 ? exitStatus.usage : exitStatus.clean
}

async function migrate(
  file: string,
  { stdout, force }: { readonly stdout: boolean; readonly force: boolean },
): Promise<number> {
  const content = readTextFile(file)
  if ('failure' in content) throw new UsageError(`${file} ${content.failure}`)
  const read = readHadolintConfiguration(content.text, rules)
  for (const line of configurationErrorLines(read.problems.map((problem) => ({ ...problem, path: file })))) warn(line)
  if (read.problems.length > 0) return exitStatus.usage
  const text = toOwnConfiguration(read)
  if (stdout) {
    await write(text)
    return exitStatus.clean
  }
  const target = path.join(path.dirname(file), configurationNames[0])
  try {
    fs.writeFileSync(target, text, { flag: force ? 'w' : 'wx' })
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    throw new UsageError(exists ? `${target} is there already; --force replaces it` : `${target}: ${String(error)}`)
  }
  warn(`wrote ${target}`)
  return exitStatus.clean
}
