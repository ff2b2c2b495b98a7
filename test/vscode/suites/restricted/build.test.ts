/** Restricted Mode: no program is started, not even one that the workspace's settings name. */
import * as assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import * as vscode from 'vscode'
import { until } from '../../until.ts'

describe('in Restricted Mode builds', () => {
  it('start nothing', async () => {
    const temporary = mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-restricted-'))
    const mark = path.join(temporary, 'was-run')
    for (const name of ['docker', 'podman', 'buildah']) {
      writeFileSync(path.join(temporary, name), `#!/bin/sh\ntouch '${mark}'\n`)
      chmodSync(path.join(temporary, name), 0o755)
    }
    process.env.PATH = `${temporary}${path.delimiter}${process.env.PATH}`
    const folder = vscode.workspace.workspaceFolders![0]!.uri
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'Dockerfile'))
    await vscode.window.showTextDocument(document)
    const extension = vscode.extensions.getExtension('dockerfile-coach.dockerfile-coach')!
    await until('the extension runs', () => extension.isActive)
    const names = [
      'build',
      'buildAgain',
      'buildWithoutCache',
      'buildForPlatforms',
      'checkWithBuildKit',
      'runImage',
      'testImage',
      'scanImage',
      'saveImage',
      'loadImage',
    ]
    for (const name of names) await vscode.commands.executeCommand(`dockerfileCoach.${name}`).then(undefined, () => {})
    await new Promise((resolve) => setTimeout(resolve, 500))
    assert.equal(existsSync(mark), false)
  })
})
