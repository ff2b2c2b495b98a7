/** Reads the arguments of a command: options by their declaration, with a suggestion for a name that is nearly right. */

import os from 'node:os'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { nearest } from '../lint/nearest.ts'
import type { Severity } from '../lint/rule.ts'
import { UsageError } from './exit-status.ts'

type Options = NonNullable<ParseArgsConfig['options']>

export type Arguments<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T; allowPositionals: true; strict: true }>
>

/** Reads arguments; throws `UsageError` for what is not declared. */
export function readArguments<const T extends Options>(args: readonly string[], options: T): Arguments<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw new UsageError(explain(error, args, Object.keys(options)))
  }
}

function explain(error: unknown, args: readonly string[], names: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return message.replace(/\. .*$/s, '')
  const given = /^Unknown option '([^']*)'/.exec(message)?.[1] ?? args[0]
  const guess = nearest(given.replace(/^-+/, ''), names)
  return `there is no option \`${given}\`${guess === undefined ? '' : `; did you mean \`--${guess}\`?`}`
}

/** One of the values of an option. */
export function oneOf<T extends string>(option: string, value: string, values: readonly T[]): T {
  const found = values.find((candidate) => candidate === value)
  if (found !== undefined) return found
  throw new UsageError(`\`--${option} ${value}\`: the values are ${values.join(', ')}`)
}

export const severities: readonly Severity[] = ['error', 'warning', 'info', 'hint']

/** Today, or the day that was given, as `YYYY-MM-DD`. */
export function readToday(value: string | undefined): string {
  if (value === undefined) return new Date().toISOString().slice(0, 10)
  const date = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined
  if (date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value)) return value
  throw new UsageError(`\`--today ${value}\`: a day is written YYYY-MM-DD`)
}

/** The number of worker threads; one for each core when nothing is given. */
export function readJobs(value: string | undefined): number {
  if (value === undefined) return Math.min(os.availableParallelism(), 16)
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value)
  throw new UsageError(`\`--jobs ${value}\`: a number from 1 to 999`)
}
