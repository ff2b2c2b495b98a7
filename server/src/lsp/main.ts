#!/usr/bin/env node
/** The language server as a process: over stdio, Node's IPC channel, a socket or a pipe, as its arguments say. */
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node'
import { diskEnvironment } from './disk-environment.ts'
import { serve } from './server.ts'

const transports = ['--stdio', '--node-ipc', '--socket', '--pipe']
const hasTransport = process.argv.some((argument) => transports.some((name) => argument.split('=')[0] === name))

if (hasTransport) {
  const connection = createConnection(ProposedFeatures.all)
  process.on('unhandledRejection', (reason) => connection.console.error(`unhandled rejection: ${describe(reason)}`))
  serve(connection, diskEnvironment())
} else {
  console.error('usage: dockerfile-coach-language-server --stdio | --node-ipc | --socket=PORT | --pipe=NAME')
  process.exitCode = 2
}

function describe(reason: unknown): string {
  return reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)
}
