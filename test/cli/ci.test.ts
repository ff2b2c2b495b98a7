/** The pipelines of docs/ci.md, the action and the hooks: every command of theirs that needs no network is run. */
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { folderWith, unpromptedInstall } from './program.ts'

const root = path.resolve('.')
const guide = fs.readFileSync('docs/ci.md', 'utf8')
const manifest = JSON.parse(fs.readFileSync('package.json', 'utf8'))

function blocks(language: string): string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map((match) => match[1]!)
}

/** Runs a script where `dockerfile-coach` is the built program. */
function bash(script: string, cwd: string, env: NodeJS.ProcessEnv = {}) {
  const bin = folderWith({})
  fs.symlinkSync(path.join(root, manifest.bin['dockerfile-coach']), path.join(bin, 'dockerfile-coach'))
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...env },
  })
  return { status, stdout, stderr }
}

function project(): string {
  const folder = folderWith({ Dockerfile: unpromptedInstall.before, 'app/web.Dockerfile': 'FROM scratch\n' })
  execFileSync('git', ['init', '--quiet'], { cwd: folder })
  execFileSync('git', ['add', '.'], { cwd: folder })
  return folder
}

it('the shell commands of the guide do what is said of them', () => {
  const commands = blocks('sh').flatMap((block) => block.trim().split('\n'))
  const expected: Record<string, number> = {
    'dockerfile-coach check .': 1,
    'dockerfile-coach fix --diff .': 0,
    'dockerfile-coach fix --check .': 1,
    'dockerfile-coach check --format sarif . > problems.sarif': 1,
    'dockerfile-coach check --format json --fail-on never . > problems.json': 0,
    "git ls-files -z '*Dockerfile*' | xargs -0 dockerfile-coach check --fail-on error": 0,
  }
  expect(commands).toEqual(Object.keys(expected))
  for (const command of commands) {
    const folder = project()
    const { status, stderr } = bash(command, folder)
    expect({ command, status, stderr }).toEqual({
      command,
      status: expected[command],
      stderr: command.includes(' fix ') ? '1 problem to fix in 1 file\n' : '',
    })
    for (const report of ['problems.sarif', 'problems.json'].filter((name) => command.includes(name))) {
      JSON.parse(fs.readFileSync(path.join(folder, report), 'utf8'))
    }
  }
})

it('the GitLab job leaves a report and fails for the problem', () => {
  const { dockerfiles } = blocks('yaml')
    .map((block) => parse(block))
    .find((pipeline) => pipeline.dockerfiles)
  const folder = project()
  expect(bash(dockerfiles.script.join('\n'), folder).status).toBe(1)
  const report = fs.readFileSync(path.join(folder, dockerfiles.artifacts.reports.junit), 'utf8')
  expect(report).toContain('<failure type="warning"')
  // What is built before it is the checkout itself: its commands are there.
  const [, build] = dockerfiles.before_script
  expect(build).toContain('npm ci && npm run build && npm link')
  expect(manifest.scripts.build).toBeDefined()
})

const action = parse(fs.readFileSync('action.yml', 'utf8'))

it('the action annotates, writes SARIF, and fails by the threshold', () => {
  const step = action.runs.steps.at(-1)
  const names: Record<string, string> = {
    COACH_PATHS: 'paths',
    COACH_FAIL_ON: 'fail-on',
    COACH_CONFIG: 'config',
    COACH_SARIF: 'sarif',
  }
  expect(step.env).toEqual(
    Object.fromEntries(Object.entries(names).map(([name, input]) => [name, `\${{ inputs.${input} }}`])),
  )
  // An expression inside a script would be a way to run commands with an input.
  for (const { run } of action.runs.steps) expect(run ?? '').not.toContain('${{')
  const run = (inputs: Record<string, string>) => {
    const folder = project()
    const env = Object.entries(names).map(([name, input]) => [name, inputs[input] ?? action.inputs[input].default])
    return { folder, ...bash(step.run, folder, { ...Object.fromEntries(env), GITHUB_ACTION_PATH: root }) }
  }
  const plain = run({})
  expect(plain).toMatchObject({ status: 1, stderr: '' })
  expect(plain.stdout).toContain('::warning file=Dockerfile,line=2,')
  expect(run({ 'fail-on': 'error' }).status).toBe(0)
  expect(run({ paths: 'app\n' })).toMatchObject({ status: 0 })
  const withSarif = run({ paths: 'Dockerfile\napp', sarif: 'out.sarif', 'fail-on': 'never' })
  expect(withSarif.status).toBe(0)
  expect(JSON.parse(fs.readFileSync(path.join(withSarif.folder, 'out.sarif'), 'utf8')).runs[0].results).not.toEqual([])
  expect(run({ paths: '$(touch broken) ; x' }).status).toBe(2)
})

it('the example of the action gives inputs that there are', () => {
  const workflow = blocks('yaml')
    .map((block) => parse(block))
    .find((pipeline) => pipeline.jobs)
  const use = workflow.jobs.dockerfiles.steps.find((step: { uses?: string }) => step.uses?.includes('dockerfile-coach'))
  for (const input of Object.keys(use.with)) expect(action.inputs).toHaveProperty(input)
  const upload = workflow.jobs.dockerfiles.steps.at(-1)
  expect(upload.with.sarif_file).toBe(use.with.sarif)
})

it('the hooks check and fix the files that they are given', () => {
  const hooks: { id: string; entry: string; language: string }[] = parse(
    fs.readFileSync('.pre-commit-hooks.yaml', 'utf8'),
  )
  const example = blocks('yaml')
    .map((block) => parse(block))
    .find((pipeline) => pipeline.repos)
  expect(example.repos[0].hooks).toEqual(hooks.map(({ id }) => ({ id })))
  for (const { language } of hooks) expect(language).toBe('script')
  const folder = project()
  // pre-commit resolves the entry from the checkout of the hooks.
  const [check, fix] = hooks.map(({ entry }) => `'${root}'/${entry} Dockerfile app/web.Dockerfile`)
  expect(bash(check!, folder).status).toBe(1)
  expect(bash(fix!, folder).status).toBe(0)
  expect(fs.readFileSync(path.join(folder, 'Dockerfile'), 'utf8')).not.toBe(unpromptedInstall.before)
})

it('a packed project brings the programs along', () => {
  const folder = folderWith({})
  const tarball = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    encoding: 'utf8',
  }).trim()
  const names = execFileSync('tar', ['tzf', path.join(folder, tarball)], { encoding: 'utf8' }).split('\n')
  for (const file of Object.values<string>(manifest.bin)) expect(names).toContain(`package/${file}`)
  expect(names.filter((name) => /^package\/(server|client|test|scripts)\//.test(name))).toEqual([])
})
