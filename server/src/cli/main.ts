#!/usr/bin/env node
/** The command line: finds the command and loads only what it needs. */

import { exitStatus, UsageError } from './exit-status.ts'
import { overview } from './overview.ts'

/** A command takes the arguments behind its name and gives the exit status. */
interface Command {
  run(args: readonly string[]): Promise<number>
}

const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: () => import('./commands/check.ts'),
  fix: () => import('./commands/fix.ts'),
  rules: () => import('./commands/rules.ts'),
  explain: () => import('./commands/explain.ts'),
  ast: () => import('./commands/ast.ts'),
  config: () => import('./commands/config.ts'),
  lsp: () => import('./commands/lsp.ts'),
}

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  // A reader that has seen enough (`| head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(exitStatus.clean)
    process.stderr.write(`dockerfile-coach: the output cannot be written: ${error.message}\n`)
    process.exit(exitStatus.usage)
  })
  const [name, ...rest] = args
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    ;(name === undefined ? process.stderr : process.stdout).write(overview)
    return name === undefined ? exitStatus.usage : exitStatus.clean
  }
  if (name === '--version' || name === '-V' || name === 'version') {
    const { version } = await import('./version.ts')
    process.stdout.write(`dockerfile-coach ${version}\n`)
    return exitStatus.clean
  }
  if (!Object.hasOwn(commands, name)) {
    process.stderr.write(`dockerfile-coach: there is no command \`${name}\`; \`dockerfile-coach help\` lists them\n`)
    return exitStatus.usage
  }
  try {
    const command = await commands[name]()
    return await command.run(rest)
  } catch (error) {
    if (error instanceof UsageError) {
      const { visible } = await import('./output.ts')
      process.stderr.write(`dockerfile-coach ${name}: ${error.message.split('\n').map(visible).join('\n')}\n`)
      return exitStatus.usage
    }
    process.stderr.write(
      `dockerfile-coach ${name}: internal failure: ${error instanceof Error ? error.stack : String(error)}\n`,
    )
    return exitStatus.internal
  }
}
