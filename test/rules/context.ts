/** A build context made of the setup block of a fixture. */
import type { BuildContext } from '../../server/src/lint/build-context.ts'

/** The context with these files; undefined when there are none. Names of settings (`today`, `options`) are no files. */
export function fixtureContext(setup: Readonly<Record<string, string>>): BuildContext | undefined {
  const { today: _today, options: _options, ...files } = setup
  const names = Object.keys(files)
  if (names.length === 0) return undefined
  const folders = new Set<string>()
  for (const name of names) {
    const parts = name.replace(/\/$/, '').split('/')
    for (let i = 1; i < parts.length; i++) folders.add(parts.slice(0, i).join('/'))
    if (name.endsWith('/')) folders.add(name.slice(0, -1))
  }
  return {
    complete: true,
    dockerfile: 'Dockerfile',
    paths: [
      { path: 'Dockerfile', folder: false },
      ...names.filter((name) => !name.endsWith('/')).map((path) => ({ path, folder: false })),
      ...[...folders].map((path) => ({ path, folder: true })),
    ],
    ignoreFile:
      files['.dockerignore'] === undefined ? undefined : { path: '.dockerignore', text: files['.dockerignore'] },
    read: (name) => files[name],
  }
}
