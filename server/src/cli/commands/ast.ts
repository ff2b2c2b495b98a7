/** `ast`: one line of JSON a file, the tree in the terms of BuildKit's parser. */

import { readTextFile } from '../../host/text-file.ts'
import { toAst } from '../../syntax/ast.ts'
import { parseDockerfile } from '../../syntax/parse.ts'
import { exitStatus } from '../exit-status.ts'
import { inputFiles } from '../inputs.ts'
import { readArguments } from '../options.ts'
import { warn, write } from '../output.ts'

const usage = `usage: dockerfile-coach ast [PATH…]

Prints for each file {file, escape, nodes, error}: instructions with lines from 1, arguments, flags and heredocs.
`

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { help: { type: 'boolean', short: 'h', default: false } })
  if (values.help) {
    await write(usage)
    return exitStatus.clean
  }
  let status: number = exitStatus.clean
  for (const found of inputFiles(positionals)) {
    const content = 'failure' in found ? found : readTextFile(found.path)
    if ('failure' in content) {
      warn(`${found.path} ${content.failure}`)
      status = exitStatus.usage
      continue
    }
    const { nodes, escape, error } = toAst(parseDockerfile(content.text))
    if (error && status === exitStatus.clean) status = exitStatus.problems
    const line = nodes.length === 0 ? { file: found.path, error } : { file: found.path, escape, nodes, error }
    await write(`${JSON.stringify(line)}\n`)
  }
  return status
}
