/** Restricted Mode: what the workspace's settings name is not run, not read, and not used, and nothing on PATH is run. */
import * as assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import * as os from 'node:os'
import * as path from 'node:path'
import * as vscode from 'vscode'
import { problemOf } from '../../problems.ts'
import { until } from '../../until.ts'

describe('in Restricted Mode the settings of the workspace', () => {
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'dockerfile-coach-settings-'))
  const mark = path.join(temporary, 'was-run')
  const program = path.join(temporary, 'program')
  const configuration = path.join(temporary, 'elsewhere.yaml')

  before(async () => {
    writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\n`)
    chmodSync(program, 0o755)
    execFileSync(program)
    assert.equal(existsSync(mark), true, 'the program leaves its mark when it is run')
    rmSync(mark)
    const names = ['shellcheck', 'docker', 'podman', 'buildah', 'trivy', 'hadolint']
    for (const name of names) writeFileSync(path.join(temporary, name), `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 })
    process.env.PATH = `${temporary}${path.delimiter}${process.env.PATH}`
    // It would turn off the very rule that is looked for below.
    writeFileSync(configuration, 'rules:\n  maintainer-deprecated: off\n')
    const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath
    writeFileSync(path.join(folder, 'settings.Dockerfile'), 'FROM debian:13\nMAINTAINER me\n')
    mkdirSync(path.join(folder, '.vscode'), { recursive: true })
    writeFileSync(
      path.join(folder, '.vscode/settings.json'),
      JSON.stringify({
        'dockerfileCoach.shellcheck.enable': true,
        'dockerfileCoach.shellcheck.path': program,
        'dockerfileCoach.builder': 'docker',
        'dockerfileCoach.builderPath': program,
        'dockerfileCoach.build.context': temporary,
        'dockerfileCoach.configPath': configuration,
        'dockerfileCoach.registry.tags': true,
        'dockerfileCoach.rules': { 'latest-tag': 'error' },
      }),
    )
    await until('the settings of the workspace', () => {
      const rules = vscode.workspace.getConfiguration('dockerfileCoach', vscode.Uri.file(folder)).get<object>('rules')
      return rules && 'latest-tag' in rules
    })
  })

  it('name no program, no file and no network', () => {
    const resource = vscode.workspace.workspaceFolders![0]!.uri
    const setting = (name: string) => vscode.workspace.getConfiguration('dockerfileCoach', resource).get(name)
    assert.equal(setting('shellcheck.path'), '')
    assert.equal(setting('builderPath'), '')
    assert.equal(setting('builder'), 'auto')
    assert.equal(setting('build.context'), '')
    assert.equal(setting('configPath'), '')
    assert.equal(setting('registry.tags'), false)
  })

  it('start nothing when a Dockerfile is opened, edited, saved, hovered, fixed and asked about', async () => {
    const folder = vscode.workspace.workspaceFolders![0]!.uri
    const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, 'settings.Dockerfile'))
    await vscode.window.showTextDocument(document)
    assert.equal(vscode.workspace.isTrusted, false)
    // The configuration elsewhere would have turned it off.
    await until('a diagnostic', () => problemOf(document.uri, 'maintainer-deprecated'))
    const edit = new vscode.WorkspaceEdit()
    edit.insert(document.uri, new vscode.Position(document.lineCount, 0), '\nRUN echo $HOME $(ls *.txt) `id`\n')
    assert.ok(await vscode.workspace.applyEdit(edit))
    await until('problems of the shell', () => problemOf(document.uri, 'backtick-substitution'))
    assert.ok(await document.save())
    const position = new vscode.Position(document.lineCount - 2, 6)
    await until('an answer to hover', () =>
      vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position),
    )
    await vscode.commands.executeCommand('dockerfileCoach.fixAll')
    await vscode.commands.executeCommand('dockerfileCoach.lintWorkspace').then(undefined, () => {})
    await vscode.commands.executeCommand('dockerfileCoach.copyDebugInformation')
    const told = await vscode.env.clipboard.readText()
    assert.match(told, /Restricted Mode/)
    assert.match(told, /no ShellCheck in Restricted Mode/)
    assert.match(told, /no builds in Restricted Mode/)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    assert.equal(existsSync(mark), false)
  })
})
