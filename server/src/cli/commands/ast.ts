/** `ast`: one line of JSON a file, the tree in the terms of BuildKit's parser. */

import { readTextFile, type TextFile, type Unread } from '../../host/text-file.ts'
import { toAst } from '../../syntax/ast.ts'
import { parseDockerfile } from '../../syntax/parse.ts'
import { exitStatus } from '../exit-status.ts'
import { inputFiles } from '../inputs.ts'
import { readArguments } from '../options.ts'
import { warn, write } from '../output.ts'
import { readStdin } from '../stdin.ts'

const usage = `usage: dockerfile-coach ast [PATH…]

PATH is a file, a folder or - for stdin. Without one: this folder.
Prints for each file {file, escape, nodes, error}: instructions with lines from 1, arguments, flags and heredocs.
`

export async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { help: { type: 'boolean', short: 'h', default: false } })
  if (values.help) {
    await write(usage)
    return exitStatus.clean
  }
  let status: number = exitStatus.clean
  for (const { path, content } of await contents(positionals)) {
    if ('failure' in content) {
      warn(`${path} ${content.failure}`)
      status = exitStatus.usage
      continue
    }
    const { nodes, escape, error } = toAst(parseDockerfile(content.text))
    if (error && status === exitStatus.clean) status = exitStatus.problems
    const line = nodes.length === 0 ? { file: path, error } : { file: path, escape, nodes, error }
    await write(`${JSON.stringify(line)}\n`)
  }
  return status
}

interface Named {
  readonly path: string
  readonly content: TextFile | Unread
}

/** Files are read one by one, when it is their turn. */
async function contents(paths: readonly string[]): Promise<Iterable<Named>> {
  if (paths.length === 1 && paths[0] === '-') return [{ path: 'Dockerfile', content: await readStdin() }]
  return readAll(paths)
}

function* readAll(paths: readonly string[]): Generator<Named> {
  for (const found of inputFiles(paths)) {
    yield { path: found.path, content: 'failure' in found ? found : readTextFile(found.path) }
  }
}
