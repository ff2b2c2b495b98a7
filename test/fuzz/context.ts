/** A build context for generated texts. */
import type { BuildContext } from '../../server/src/lint/build-context.ts'
import { hash } from './random.ts'

const names = [
  ...['package.json', 'package-lock.json', 'src', 'src/a b.txt', '.git', '.env', 'x', 'y', 'y/z', '😀.txt', 'go.mod'],
  ...['requirements.txt', 'pom.xml', 'Cargo.toml', 'a.csproj'],
]

/** A small folder whose files depend on the text, so that it is the same for the same text. */
export function contextOf(text: string): BuildContext {
  const bits = hash(text)
  const paths = names
    .filter((_, i) => bits & (1 << i))
    .map((path) => ({ path, folder: !path.includes('.') || path === '.git' }))
  return {
    paths,
    complete: (bits & (1 << 20)) !== 0,
    dockerfile: 'Dockerfile',
    ignoreFile: bits & (1 << 21) ? { path: '.dockerignore', text: text.slice(0, 200) } : undefined,
    read: (path) => (paths.some((known) => known.path === path) ? text.slice(0, 300) : undefined),
  }
}
