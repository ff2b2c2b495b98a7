/** Reads a configuration file from disk with everything that it extends. */

import path from 'node:path'
import { emptyConfiguration, mergeConfigurations } from '../lint/configuration.ts'
import { readConfiguration } from '../lint/configuration-file.ts'
import { readHadolintConfiguration } from '../lint/configuration-hadolint.ts'
import type { Rule } from '../lint/rule.ts'
import { type FileProblem, hadolintNames, type LoadedConfiguration } from './configuration-files.ts'
import { readRegularFile } from './text-file.ts'

/** Reads a configuration file and what it extends; never throws. */
export function loadConfiguration(file: string, rules: readonly Rule[]): LoadedConfiguration {
  return load(file, rules, [])
}

/** Deeper chains are refused; nobody means them. */
const maxDepth = 8

function load(file: string, rules: readonly Rule[], chain: readonly string[]): LoadedConfiguration {
  const name = path.basename(file)
  const kind = hadolintNames.some((known) => known === name) ? 'hadolint' : 'own'
  const failed = (message: string): LoadedConfiguration => {
    const problem = { path: file, message, line: 1, column: 1, start: 0, end: 0 }
    return { path: file, kind, configuration: emptyConfiguration, problems: [problem] }
  }
  const resolved = path.resolve(file)
  if (chain.includes(resolved)) return failed('the files extend each other in a circle')
  if (chain.length >= maxDepth) return failed(`more than ${maxDepth} files extend each other`)
  const content = readRegularFile(file)
  if ('failure' in content) return failed(content.failure)
  const read =
    kind === 'hadolint' ? readHadolintConfiguration(content.text, rules) : readConfiguration(content.text, rules)
  const problems: FileProblem[] = read.problems.map((problem) => ({ ...problem, path: file }))
  let configuration = emptyConfiguration
  for (const base of read.configuration.extends) {
    const below = load(path.resolve(path.dirname(resolved), base), rules, [...chain, resolved])
    problems.push(...below.problems)
    configuration = mergeConfigurations(configuration, below.configuration)
  }
  return { path: file, kind, configuration: mergeConfigurations(configuration, read.configuration), problems }
}
