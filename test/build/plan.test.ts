/** Answers → arguments, names, and what is said about a machine that cannot build. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildxFeatures, environmentProblem, multiPlatformBuilders } from '../../client/src/build/environment.ts'
import {
  type BuildAnswers,
  buildArguments,
  checkArguments,
  defaultTag,
  readableCommand,
  runArguments,
  splitReference,
  splitWords,
  tagProblem,
  testArguments,
  withoutValues,
} from '../../client/src/build/plan.ts'
import { shared } from '../shared.ts'

const answers: BuildAnswers = {
  dockerfile: '/w/Dockerfile',
  context: '/w',
  tags: ['shop:dev'],
  buildArgs: [],
  secrets: [],
  ssh: [],
}

function argumentsOf(builder: 'docker' | 'podman' | 'buildah', more: Partial<BuildAnswers>): string[] {
  const result = buildArguments(builder, { ...answers, ...more }, 'rawjson')
  if ('problem' in result) throw new Error(result.problem)
  return result.arguments
}

it('asks buildx for what was answered, one argument each', () => {
  expect(
    argumentsOf('docker', {
      target: 'test',
      buildArgs: [['NAME', 'a b; rm -rf $HOME "x"']],
      secrets: [
        { id: 'tok', from: 'file', source: '/s/to,k "1"' },
        { id: 'env', from: 'environment', source: 'TOKEN' },
      ],
      ssh: [{ id: 'default' }, { id: 'git', path: '/k e y' }],
      platforms: ['linux/amd64', 'linux/arm64'],
      noCache: true,
      builder: 'multi',
      metadataFile: '/tmp/m.json',
      output: { to: 'registry' },
    }),
  ).toEqual([
    'buildx',
    'build',
    '--progress=rawjson',
    '--builder',
    'multi',
    '--file',
    '/w/Dockerfile',
    '--tag',
    'shop:dev',
    '--target',
    'test',
    '--build-arg',
    'NAME=a b; rm -rf $HOME "x"',
    '--ssh',
    'default',
    '--ssh',
    'git=/k e y',
    '--platform',
    'linux/amd64,linux/arm64',
    '--no-cache',
    '--secret',
    'id=tok,type=file,"src=/s/to,k ""1"""',
    '--secret',
    'id=env,type=env,env=TOKEN',
    '--metadata-file',
    '/tmp/m.json',
    '--push',
    '--',
    '/w',
  ])
})

it('speaks to Podman and Buildah in their way', () => {
  expect(argumentsOf('podman', { secrets: [{ id: 'a', from: 'file', source: '/a b' }], metadataFile: '/i' })).toEqual([
    'build',
    '--layers',
    '--file',
    '/w/Dockerfile',
    '--tag',
    'shop:dev',
    '--secret',
    'id=a,type=file,src=/a b',
    '--iidfile',
    '/i',
    '--',
    '/w',
  ])
  expect(
    buildArguments('buildah', { ...answers, secrets: [{ id: 'a', from: 'file', source: '/a,b' }] }, 'plain'),
  ).toEqual({
    problem: 'Podman and Buildah cannot take a secret from a path with a comma; move the file',
  })
})

it.each<[Partial<BuildAnswers>, RegExp]>([
  [{ tags: ['Shop'] }, /lower case/],
  [{ buildArgs: [['A B', 'x']] }, /not a name/],
  [{ buildArgs: [['--flag', 'x']] }, /not a name/],
  [{ target: 'a\0b' }, /NUL/],
])('refuses %j', (more, problem) => {
  expect(buildArguments('docker', { ...answers, ...more }, 'plain')).toEqual({
    problem: expect.stringMatching(problem),
  })
})

it.each([
  ['shop', 'Dockerfile', 'shop:dev'],
  ['My Größe App!', 'Dockerfile', 'my-grosse-app:dev'],
  ['shop', 'api.Dockerfile', 'shop-api:dev'],
  ['shop', 'Dockerfile.web', 'shop-web:dev'],
  ['shop', 'Containerfile', 'shop:dev'],
  ['日本', 'Dockerfile', 'image:dev'],
  ['--a__b..c--', 'Dockerfile', 'a-b-c:dev'],
  ['$(reboot);', 'Dockerfile', 'reboot:dev'],
  ['', 'Dockerfile', 'image:dev'],
])('names the image of %j, %j', (folder, file, tag) => {
  expect(defaultTag(folder, file)).toBe(tag)
  expect(tagProblem(tag)).toBeUndefined()
})

it.each(['a', 'a:1', 'a/b_c/d__e:x.Y-1', 'localhost/a', 'localhost:5000/a:1', 'ghcr.io/team/shop:v1.2', 'a--b.c'])(
  'takes the tag %j',
  (tag) => {
    expect(tagProblem(tag)).toBeUndefined()
  },
)

it.each([
  '',
  'A',
  'a b',
  'a:',
  'a:b:c',
  'a//b',
  '-a',
  'a-',
  'a..b',
  'a:-x',
  'a;b',
  '$a',
  `a:${'x'.repeat(129)}`,
  'a@b',
  '\u0430',
])('refuses the tag %j', (tag) => {
  expect(tagProblem(tag)).toMatch(/./)
})

it('takes references apart', () => {
  expect(splitReference('localhost:5000/team/shop:1')).toEqual({
    registry: 'localhost:5000',
    path: 'team/shop',
    tag: '1',
  })
  expect(splitReference('team/shop')).toEqual({ registry: undefined, path: 'team/shop', tag: undefined })
})

it('runs a test command without a shell of its own', () => {
  expect(testArguments('a:1', 'node --version')).toEqual(['run', '--rm', '--entrypoint', 'node', 'a:1', '--version'])
  expect(testArguments('a:1', `sh -c 'echo "a  b"'`)).toEqual([
    'run',
    '--rm',
    '--entrypoint',
    'sh',
    'a:1',
    '-c',
    'echo "a  b"',
  ])
  expect(testArguments('a:1', 'ls | wc -l; $(reboot)')).toEqual([
    'run',
    '--rm',
    '--entrypoint',
    'sh',
    'a:1',
    '-c',
    'ls | wc -l; $(reboot)',
  ])
  expect(testArguments('a:1', '  ')).toEqual(['run', '--rm', 'a:1'])
  expect(splitWords('a "b c" d\'e f\' ""')).toEqual(['a', 'b c', 'de f', ''])
  expect(splitWords('a "b')).toBeUndefined()
  expect(runArguments('a:1', { interactive: false })).toEqual(['run', '--rm', '--publish-all', 'a:1'])
})

it('shows the command without the values of build arguments', () => {
  const shown = readableCommand(
    '/usr/bin/docker',
    argumentsOf('docker', { buildArgs: [['TOKEN', 'hunter2=x']], context: "/it's" }),
  )
  expect(shown).toContain('--build-arg TOKEN=…')
  expect(shown).not.toContain('hunter2')
  expect(shown).toContain(`'/it'\\''s'`)
  expect(withoutValues('curl -H hunter2 a', ['hunter2', 'a'])).toBe('curl -H … a')
})

it('checks with JSON on stdout', () => {
  expect(checkArguments(answers)).toEqual([
    'buildx',
    'build',
    '--call=check,format=json',
    '--progress=plain',
    '--file',
    '/w/Dockerfile',
    '--',
    '/w',
  ])
})

describe('a machine that cannot build', () => {
  const end = { exitStatus: undefined, stdout: '', stderr: '' }
  it('says what to install', () => {
    expect(environmentProblem('podman', { ...end, startError: 'ENOENT' })).toMatchObject({
      trouble: 'not-installed',
      message: expect.stringContaining('Podman'),
    })
    expect(environmentProblem('docker', { ...end, startError: 'EACCES' })).toMatchObject({
      trouble: 'permission-denied',
    })
  })

  it('leaves an ordinary failure alone', () => {
    expect(
      environmentProblem('docker', { exitStatus: 1, stdout: '', stderr: 'ERROR: process "x" did not complete' }),
    ).toBeUndefined()
  })

  it('knows what a buildx can do', () => {
    expect(buildxFeatures('github.com/docker/buildx 0.29.1+ds1 0.29.1')).toEqual({
      version: [0, 29],
      progress: 'rawjson',
      check: true,
    })
    expect(buildxFeatures('github.com/docker/buildx v0.12.0 abc')).toMatchObject({ progress: 'plain', check: false })
    expect(buildxFeatures('who knows')).toMatchObject({ progress: 'rawjson', check: true })
  })

  it('finds the builders for several platforms', () => {
    const lines = [
      '{"Name":"default","Driver":"docker","Nodes":[{"Name":"n"}]}',
      '{"Name":"m","Driver":"docker-container"}',
      'oops',
      'null',
    ]
    expect(multiPlatformBuilders(lines.join('\n'))).toEqual(['m'])
  })

  const folder = shared()
  if (folder) {
    const expected: Record<string, string> = {
      'bad-flag': 'wrong-flags',
      'missing-context': 'no-context-folder',
      'no-buildx-buildkit1': 'no-buildx',
      'no-buildx-progress-flag': 'no-buildx',
      'no-buildx-subcommand': 'no-buildx',
      'no-daemon-build': 'daemon-down',
      'no-daemon-buildx': 'daemon-down',
      'no-daemon-info': 'daemon-down',
      'no-daemon-version': 'daemon-down',
      'permission-denied': 'permission-denied',
    }
    const samples = readFileSync(path.join(folder, 'builder-output/environment.jsonl'), 'utf8').trim().split('\n')
    it.each(samples.map((line) => JSON.parse(line)))('recognizes $sample', ({ sample, exit, stdout, stderr }) => {
      const problem = environmentProblem('docker', { exitStatus: Number(exit), stdout, stderr })
      expect(problem?.trouble).toBe(expected[sample])
    })
  }
})
