/** `lsp --stdio`: the language server, which reads the transport from the process's own arguments. */

import { exitStatus } from '../exit-status.ts'

/** The server lives on after this returns; its status counts when the client disconnects. */
export async function run(): Promise<number> {
  await import('../../lsp/main.ts')
  return process.exitCode === undefined ? exitStatus.clean : Number(process.exitCode)
}
