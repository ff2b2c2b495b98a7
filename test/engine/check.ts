/** The build checks of the real engine, for Dockerfiles whose base images it cannot pull. */
import { execFile } from 'node:child_process'
import { contextWith } from './engine.ts'

/** What `--check` prints of a Dockerfile, whose images are all stood in for by the one that the engine has. */
export async function check(
  name: string,
  dockerfile: string,
  files: Readonly<Record<string, string>> = {},
): Promise<string> {
  const folder = contextWith({ ...files, Dockerfile: withoutFrontend(dockerfile) }, name)
  const contexts = images(dockerfile).flatMap((image) => ['--build-context', `${image}=docker-image://busybox:latest`])
  return runDocker(['buildx', 'build', '--check', '--progress', 'plain', ...contexts, folder])
}

/** The engine has no network to fetch the frontend of `# syntax=`; its own one has to do. */
function withoutFrontend(dockerfile: string): string {
  return dockerfile.replace(/^# syntax=.*\n/, '')
}

function images(dockerfile: string): string[] {
  const stages = new Set([...dockerfile.matchAll(/^FROM .* AS (\S+)$/gm)].map((match) => match[1]))
  const globals = new Map([...dockerfile.matchAll(/^ARG (\w+)=(\S+)$/gm)].map((match) => [match[1], match[2]]))
  const named = [...dockerfile.matchAll(/^FROM (?:--\S+ )*(\S+)|^COPY --from=(\S+)/gm)]
    .map((match) => match[1] ?? match[2])
    .map((image) => image.replace(/\$\{(\w+)\}/, (_, name: string) => globals.get(name) ?? ''))
  return [...new Set(named)].filter((image) => image !== 'scratch' && !stages.has(image))
}

/** Runs the engine's client; what it prints, also when it fails. */
export function runDocker(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile('docker', args, (error, stdout, stderr) => {
      resolve(`${stdout}${stderr}${error ? `\nexit status ${error.code}` : ''}`)
    })
  })
}
