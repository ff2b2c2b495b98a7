import { describe, expect, test } from 'vitest'
import {
  commonIgnoreLines,
  detectEcosystems,
  dockerignoreFor,
  ecosystems,
  lockFilesOf,
  manifestsOf,
  secretIgnoreLines,
} from '../../server/src/knowledge/ecosystems.ts'
import { isPrivilegedPort, portPurpose } from '../../server/src/knowledge/ports.ts'
import {
  isVisibleInFrom,
  isVisibleInRun,
  predefinedArg,
  predefinedArgNames,
} from '../../server/src/knowledge/predefined-args.ts'
import { cannotBeHandled, isValidSignal, signalName, signalNames } from '../../server/src/knowledge/signals.ts'
import { ignoreMatcher, parseDockerignore } from '../../server/src/syntax/dockerignore.ts'

describe('signals', () => {
  test.each([
    'SIGTERM',
    'term',
    'SigInt',
    '9',
    '09',
    '+9',
    '-1',
    '65',
    'SIGRTMIN+3',
    'RTMIN+15',
    'RTMAX-14',
    'RTMAX',
    'CLD',
    'STKFLT',
  ])('%s', (text) => {
    expect(isValidSignal(text)).toBe(true)
  })
  test.each([
    '0',
    '00',
    '',
    'SIG',
    'SIGSIGTERM',
    'UNUSED',
    'EMT',
    '9a',
    'RTMIN+16',
    'RTMIN+03',
    'RTMAX-15',
    'SIGLOST',
    'toString',
    '1.5',
  ])('not %s', (text) => {
    expect(isValidSignal(text)).toBe(false)
  })
  test('those that end a process without a chance', () => {
    expect(['SIGKILL', 'kill', '9', 'STOP', '19'].every(cannotBeHandled)).toBe(true)
    expect(['SIGTERM', '15', '90', 'QUIT'].some(cannotBeHandled)).toBe(false)
  })
  test('full names', () => {
    expect([signalName('term'), signalName('15'), signalName('SIGRTMIN+3'), signalName('x')]).toEqual([
      'SIGTERM',
      'SIGTERM',
      'SIGRTMIN+3',
      undefined,
    ])
    expect(signalNames.every(isValidSignal)).toBe(true)
  })
})

test('ports', () => {
  expect(portPurpose(5432)).toBe('PostgreSQL')
  expect(portPurpose(64000)).toBeUndefined()
  expect([isPrivilegedPort(80), isPrivilegedPort(1024)]).toEqual([true, false])
})

test('predefined build arguments', () => {
  expect(isVisibleInFrom('TARGETPLATFORM')).toBe(true)
  expect(isVisibleInFrom('HTTP_PROXY')).toBe(false)
  expect(isVisibleInRun('no_proxy')).toBe(true)
  expect(isVisibleInRun('TARGETARCH')).toBe(false)
  expect(predefinedArg('SOURCE_DATE_EPOCH')?.kind).toBe('builder')
  expect(predefinedArg('constructor')).toBeUndefined()
  expect(predefinedArgNames).toContain('TARGETVARIANT')
})

describe('ecosystems', () => {
  test.each([
    [['package.json'], ['node']],
    [
      ['api/App.csproj', 'web/package.json'],
      ['node', 'dotnet'],
    ],
    [
      ['requirements.txt', 'notebook.ipynb'],
      ['python', 'data-science'],
    ],
    [['Cargo.toml.bak'], []],
    [[], []],
  ])('%o', (files, ids) => {
    expect(detectEcosystems(files).map(({ id }) => id)).toEqual(ids)
  })

  test('what is copied before an installation', () => {
    expect(manifestsOf('node')).toEqual(
      expect.arrayContaining(['package.json', 'package-lock.json', 'yarn.lock', 'pnpm-lock.yaml']),
    )
    expect(lockFilesOf('go')).toEqual(['go.sum'])
    expect(manifestsOf('unknown')).toEqual([])
  })

  test('an ignore file that keeps what the build needs and nothing of the rest', () => {
    const text = dockerignoreFor(detectEcosystems(['package.json']))
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    expect(new Set(lines).size).toBe(lines.length)
    const { ignores } = ignoreMatcher(parseDockerignore(text))
    for (const file of ['package.json', 'package-lock.json', 'src/index.ts', '.env.example'])
      expect([file, ignores(file)]).toEqual([file, false])
    for (const file of [
      '.git/HEAD',
      'node_modules/a/b.js',
      'packages/x/node_modules/c.js',
      '.env',
      'app/.env.local',
      'id_rsa',
      'README.md',
    ]) {
      expect([file, ignores(file)]).toEqual([file, true])
    }
  })

  test('all lines of the facts are valid patterns', () => {
    const lines = [...commonIgnoreLines(), ...secretIgnoreLines(), ...ecosystems().flatMap(({ ignore }) => ignore)]
    expect(parseDockerignore(lines.join('\n'))).toMatchObject({ errors: [], patterns: { length: lines.length } })
  })
})
