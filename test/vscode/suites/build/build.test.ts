/** Builds in the real VS Code on a real engine: from the command to the problem, the fix, and the sizes. */
import * as assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import * as vscode from 'vscode'
import { until } from '../../until.ts'

const source = 'dockerfile-coach build'
const folder = vscode.workspace.workspaceFolders![0]!.uri

async function open(file: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, file))
  await vscode.window.showTextDocument(document)
  return document
}

function buildProblems(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === source)
}

/** Runs a command and accepts each question as it is proposed, until its task has ended; gives the exit status. */
async function build(command: string, argument?: unknown): Promise<number | undefined> {
  let status: number | undefined
  let started = false
  const listeners = [
    vscode.tasks.onDidStartTask(({ execution }) => {
      started ||= execution.task.definition.type === 'dockerfile-coach'
    }),
    vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.definition.type === 'dockerfile-coach') status = exitCode ?? -1
    }),
  ]
  try {
    void vscode.commands.executeCommand(command, argument)
    await until('the task starts', async () => {
      if (started) return true
      await new Promise((resolve) => setTimeout(resolve, 300))
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem')
      return started
    })
    return await until('the task ends', () => (status === undefined ? false : { status }), 60_000).then(
      (end) => end.status,
    )
  } finally {
    for (const listener of listeners) listener.dispose()
  }
}

async function sizesIn(document: vscode.TextDocument): Promise<Map<number, string>> {
  const all = new vscode.Range(0, 0, document.lineCount, 0)
  const hints = await vscode.commands.executeCommand<vscode.InlayHint[]>(
    'vscode.executeInlayHintProvider',
    document.uri,
    all,
  )
  return new Map(hints.map(({ position, label }) => [position.line, String(label)]))
}

describe('building', function () {
  this.timeout(120_000)

  it('fails at the failing command, and passes after the fix, with sizes', async () => {
    const document = await open('shop/Dockerfile')
    assert.equal(await build('dockerfileCoach.build'), 1)

    const [problem] = await until(
      'a problem',
      () => buildProblems(document.uri).length > 0 && buildProblems(document.uri),
    )
    assert.equal(document.getText(problem.range), 'cat /app/missing.txt')
    assert.match(problem.message, /exit status 1/)
    // The engine reads the two streams of a command on their own, so their lines may come in any order.
    const output = problem.relatedInformation!.map(({ message }) => message).join('\n')
    assert.match(output, /^preparing$/m)
    assert.match(output, /missing\.txt/)

    const editor = await vscode.window.showTextDocument(document)
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# A shop\n'))
    assert.equal(document.getText(buildProblems(document.uri)[0].range), 'cat /app/missing.txt')
    await editor.edit((edit) => edit.replace(buildProblems(document.uri)[0].range, 'cat /app/app.txt'))
    await until('the problem goes with the edit', () => buildProblems(document.uri).length === 0)

    assert.equal(await build('dockerfileCoach.buildAgain'), 0)
    assert.deepEqual(buildProblems(document.uri), [])
    const sizes = await until('sizes', async () => {
      const found = await sizesIn(document)
      return found.size > 0 && found
    })
    assert.match(sizes.get(2)!, /^\d\.\d s$|^CACHED$/)
    assert.match(sizes.get(5)!, /^20 B/)
    assert.match(sizes.get(9)!, /^3\.00 kB/)
    assert.equal(execFileSync('docker', ['run', '--rm', 'shop:dev'], { encoding: 'utf8' }), 'hello from the shop\n')

    await editor.edit((edit) => edit.insert(new vscode.Position(0, 2), 'x'))
    await until('sizes go with an edit', async () => (await sizesIn(document)).size === 0)
    await document.save()
  })

  it('builds a stage from its lens, from the cache', async () => {
    const document = await open('shop/Dockerfile')
    const lenses = await until('lenses', async () => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        9,
      )
      const ours = found.filter(({ command }) => command?.command === 'dockerfileCoach.buildStage')
      return ours.length === 2 && ours
    })
    const { command, arguments: lensArguments } = lenses[0].command!
    assert.equal(await build(command, lensArguments![0]), 0)
    const sizes = await until('a cached step', async () => {
      const found = await sizesIn(document)
      return found.size > 0 && found
    })
    assert.equal(sizes.get(2), '3.00 kB · CACHED')
  })

  it('takes context, name and arguments from a Compose file', async () => {
    const document = await open('compose/docker/web.Dockerfile')
    assert.equal(await build('dockerfileCoach.build'), 0, 'the first proposal is the one of the Compose file')
    assert.deepEqual(buildProblems(document.uri), [])
    assert.equal(
      execFileSync('docker', ['run', '--rm', 'coach/web:1', 'cat', '/greeting'], { encoding: 'utf8' }),
      'from compose\n',
    )
  })

  it('offers tasks, and runs one from its definition', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: 'dockerfile-coach' })
    const task = tasks.find(({ definition }) => definition.dockerfile === 'shop/Dockerfile')!
    assert.ok(task)
    const ended = new Promise<number | undefined>((resolve) => {
      const listener = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.definition.dockerfile !== 'shop/Dockerfile') return
        listener.dispose()
        resolve(exitCode)
      })
    })
    await vscode.tasks.executeTask(task)
    assert.equal(await ended, 0)
  })

  it('checks with BuildKit, and does not repeat what is said already', async () => {
    const document = await open('shop/Dockerfile')
    const editor = await vscode.window.showTextDocument(document)
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'from busybox as Odd\nMAINTAINER me\n'))
    await document.save()
    await until('our own finding', () =>
      vscode.languages
        .getDiagnostics(document.uri)
        .some(({ source: from, message }) => from !== source && /MAINTAINER/.test(message)),
    )
    await vscode.commands.executeCommand('dockerfileCoach.checkWithBuildKit')
    const lines = vscode.languages.getDiagnostics(document.uri).filter(({ range }) => range.start.line === 1)
    const deprecated = lines.filter(({ message }) => /deprecated/i.test(message))
    assert.equal(deprecated.length, 1, JSON.stringify(deprecated))
    await vscode.commands.executeCommand('undo')
    await document.save()
  })

  it('stays quick while a build writes 10,000 lines', async () => {
    const uri = vscode.Uri.joinPath(folder, 'loud/Dockerfile')
    const lines = `FROM busybox\nRUN for i in $(seq 1 10000); do echo "line $i of ${Date.now()}"; done\n`
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(lines))
    await open('loud/Dockerfile')
    let longest = 0
    let last = Date.now()
    const timer = setInterval(() => {
      longest = Math.max(longest, Date.now() - last)
      last = Date.now()
    }, 10)
    assert.equal(await build('dockerfileCoach.build'), 0)
    clearInterval(timer)
    assert.ok(longest < 5000, `the extension host was busy for ${longest} ms`)
  })

  it('cancels, and leaves no process', async () => {
    await open('slow/Dockerfile')
    const ended = build('dockerfileCoach.build')
    const sleeping = (): boolean => execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).includes('sleep 97')
    await until('the step runs', sleeping, 30_000)
    await vscode.commands.executeCommand('dockerfileCoach.cancelBuild')
    assert.notEqual(await ended, 0)
    await until('the step has stopped', () => !sleeping())
    const client = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => /buildx build .*slow/.test(line))
    assert.deepEqual(client, [])
  })

  it('has every command', async () => {
    const commands = await vscode.commands.getCommands(true)
    const manifest = vscode.extensions.getExtension('dockerfile-coach.dockerfile-coach')!.packageJSON
    for (const { command } of manifest.contributes.commands) assert.ok(commands.includes(command), command)
  })
})
