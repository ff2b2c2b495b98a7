/** The counterpart of Restricted Mode: in a trusted workspace the program of its settings is run. */
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import * as vscode from 'vscode'
import { until } from '../../until.ts'

describe('in a trusted workspace', () => {
  it('the ShellCheck of its settings is run', async () => {
    const temporary = mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-trusted-'))
    const mark = path.join(temporary, 'was-run')
    const program = path.join(temporary, 'shellcheck')
    writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\n`)
    chmodSync(program, 0o755)
    const configuration = vscode.workspace.getConfiguration('dockerfileCoach')
    await configuration.update('shellcheck.path', program, vscode.ConfigurationTarget.Workspace)
    try {
      const content = 'FROM debian:13\nRUN echo a marked place\n'
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: 'dockerfile', content }))
      await until('the mark of the program', () => existsSync(mark))
      await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
    } finally {
      await configuration.update('shellcheck.path', undefined, vscode.ConfigurationTarget.Workspace)
    }
  })
})
