/** A machine that refuses: a full disk, read-only folders, parts that may not be read, pipes where files are expected. */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { coach, folderWith, readJson, unpromptedInstall } from './program.ts'

const { before, after, rule } = unpromptedInstall

/** The flags that give `unshare` a file system of its own to mount on: the superuser needs none. */
const unshare = process.getuid?.() === 0 ? ['--mount'] : ['--map-root-user', '--mount']
const canMount = spawnSync('unshare', [...unshare, 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0

/** Runs `dockerfile-coach` with arguments on a small disk at `folder`, between two shell scripts; gives all output. */
function onSmallDisk(prepare: string, args: string, inspect: string): string {
  const folder = folderWith({})
  const script = [
    'set -eu',
    'mount -t tmpfs -o size=64k none "$1"',
    'cd "$1"',
    `printf '%s' "$2" > Dockerfile`,
    prepare,
    `status=0; "$3" "$4" ${args} 2>&1 || status=$?`,
    'echo "status $status"',
    inspect,
  ].join('\n')
  const program = path.resolve('dist/cli.js')
  const run = spawnSync('unshare', [...unshare, 'sh', '-c', script, 'sh', folder, before, process.execPath, program], {
    encoding: 'utf8',
  })
  expect(run.stderr).toBe('')
  return run.stdout
}

describe.runIf(canMount)('on a disk', () => {
  it('that is full, a file that cannot be fixed stays as it was, and nothing else is left', () => {
    const fill = 'cat /dev/zero > fill 2> "$1.log" || rm "$1.log"'
    const output = onSmallDisk(fill, 'fix .', 'ls -A; cat Dockerfile')
    expect(output).toContain('Dockerfile is not fixed: ENOSPC')
    expect(output).toContain(`status 2\nDockerfile\nfill\n${before}`)
  })

  it('that is full, a part of what is to be fixed is fixed', () => {
    // The first file fits into what is free, the second does not.
    const fill = `{ cat Dockerfile; printf '#%30000s\\n' ''; } > a.Dockerfile; head -c 24000 /dev/zero > fill`
    const output = onSmallDisk(
      fill,
      'fix --jobs 1 a.Dockerfile Dockerfile',
      'ls -A; cat Dockerfile; wc -c a.Dockerfile',
    )
    expect(output).toContain('a.Dockerfile is not fixed: ENOSPC')
    expect(output).toContain(`status 2\nDockerfile\na.Dockerfile\nfill\n${after}`)
    expect(output).toContain(`${before.length + 30_002} a.Dockerfile`)
  })

  it('that is read-only, files are judged, and not fixed', () => {
    const output = onSmallDisk('mount -o remount,ro "$1"', 'fix .', 'ls -A; cat Dockerfile')
    expect(output).toContain('Dockerfile is not fixed: it is read-only')
    expect(output).toContain(`status 2\nDockerfile\n${before}`)
    expect(onSmallDisk('mount -o remount,ro "$1"', 'check .', '')).toContain(rule)
  })
})

it.runIf(fs.existsSync('/dev/full'))('a report that cannot be written is a failure with its reason', () => {
  const folder = folderWith({ Dockerfile: before })
  const full = fs.openSync('/dev/full', 'w')
  const run = spawnSync(process.execPath, [path.resolve('dist/cli.js'), 'check', '.'], {
    cwd: folder,
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  })
  fs.closeSync(full)
  expect(run.stderr).toContain('dockerfile-coach: the output cannot be written: ENOSPC')
  expect(run.status).toBe(2)
})

it('a folder that may not be written to keeps its files', () => {
  const folder = folderWith({ 'closed/Dockerfile': before })
  fs.chmodSync(folder, 0o755)
  fs.chmodSync(path.join(folder, 'closed/Dockerfile'), 0o666)
  fs.chmodSync(path.join(folder, 'closed'), 0o555)
  // The superuser may write everywhere.
  const uid = process.getuid?.() === 0 ? 65534 : undefined
  const run = coach(folder, ['fix', 'closed/Dockerfile'], { uid })
  fs.chmodSync(path.join(folder, 'closed'), 0o755)
  expect(run.stderr).toContain('closed/Dockerfile is not fixed: EACCES')
  expect(run.status).toBe(2)
  expect(fs.readdirSync(path.join(folder, 'closed'))).toEqual(['Dockerfile'])
  expect(fs.readFileSync(path.join(folder, 'closed/Dockerfile'), 'utf8')).toBe(before)
})

describe('the folder around a Dockerfile', () => {
  const copies = 'FROM debian:13\nCOPY nowhere /x\n'

  it('with a part that may not be read: nothing is said to be absent, and why is said', () => {
    const folder = folderWith({ Dockerfile: copies, 'package.json': '{}', 'secret/key': '' })
    fs.chmodSync(folder, 0o755)
    fs.chmodSync(path.join(folder, 'secret'), 0)
    const uid = process.getuid?.() === 0 ? 65534 : undefined
    const closed = coach(folder, ['check', '--format', 'json', 'Dockerfile'], { uid })
    const fixing = coach(folder, ['fix', '--check', 'Dockerfile'], { uid })
    fs.chmodSync(path.join(folder, 'secret'), 0o755)
    const open = coach(folder, ['check', '--format', 'json', 'Dockerfile'])
    const missing = (stdout: string) =>
      readJson(stdout).files[0]!.problems.filter(({ rule }) => rule === 'copy-missing-source')
    expect(missing(open.stdout)).not.toEqual([])
    expect(missing(closed.stdout)).toEqual([])
    expect(fixing.stderr).toBe(`${path.join(folder, 'secret')} cannot be read.\nnothing to fix\n`)
    expect(closed.stderr).toBe(`${path.join(folder, 'secret')} cannot be read.\n`)
    expect(open.stderr).toBe('')
  })

  it('with links in a circle: they are no end of work', () => {
    const folder = folderWith({ 'a/Dockerfile': copies, 'a/package.json': '{}' })
    fs.symlinkSync('..', path.join(folder, 'a/up'))
    fs.symlinkSync('other', path.join(folder, 'a/one'))
    fs.symlinkSync('one', path.join(folder, 'a/other'))
    fs.symlinkSync('Dockerfile.dockerignore', path.join(folder, 'a/Dockerfile.dockerignore'))
    const run = coach(folder, ['check', '--format', 'json', '.'])
    expect(run).toMatchObject({ status: 1, stderr: '' })
    expect(readJson(run.stdout).files.map((file) => file.path)).toEqual(['a/Dockerfile'])
  })

  it.skipIf(process.platform === 'win32')('with pipes where files are read: nobody waits for them', () => {
    const folder = folderWith({ Dockerfile: before })
    for (const name of ['dockerfile-coach.yaml', '.gitignore', '.dockerignore', 'package.json', 'pipe.Dockerfile']) {
      expect(spawnSync('mkfifo', [path.join(folder, name)]).status).toBe(0)
    }
    const run = coach(folder, ['check', '.'])
    expect(run.status).toBe(2)
    expect(run.stderr).toContain('dockerfile-coach.yaml:1:1 is no regular file')
  })
})

it('a configuration that goes away between two runs, or two files that extend each other, are told', () => {
  const folder = folderWith({ Dockerfile: before, 'dockerfile-coach.yaml': 'extends: gone.yaml\n' })
  expect(coach(folder, ['check', '.']).stderr).toContain('gone.yaml:1:1 does not exist')
  fs.writeFileSync(path.join(folder, 'gone.yaml'), 'extends: dockerfile-coach.yaml\n')
  expect(coach(folder, ['check', '.']).stderr).toContain('the files extend each other in a circle')
})
