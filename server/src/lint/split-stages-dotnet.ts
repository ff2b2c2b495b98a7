/** Splitting a .NET build from the runtime that runs what it publishes. */

import type { LintFile } from './lint-file.ts'
import { pathOf } from './made-files.ts'
import type { Refusal, StageParts } from './split-stages-parts.ts'
import { namedImage, referenceOf, runtimeRefusal, workdirOfCopies } from './split-stages-project.ts'
import { type BuildTools, isWithin } from './split-stages-roles.ts'
import { folderPart, lastPart, pathOfWord } from './split-stages-start.ts'
import type { SplitPlan } from './split-stages-write.ts'

export const dotnetTools: BuildTools = {
  builds: ({ name }) => name === 'dotnet',
  packages: new Set(['curl', 'wget', 'git', 'unzip', 'zip', 'clang', 'zlib1g-dev', 'zlib-dev']),
}

export function planDotnet(file: LintFile, parts: StageParts): readonly SplitPlan[] | Refusal {
  if (parts.start.length !== 1) return 'the container starts several programs'
  const [{ name, words }] = parts.start
  const word = name === 'dotnet' ? words[1] : words[0]
  if (name === 'dotnet' && !/\.dll$/.test(word ?? '')) return `the container runs \`${words.join(' ')}\``
  const path = word?.includes('/') || /\.dll$/.test(word ?? '') ? pathOfWord(file, parts.stage, word) : undefined
  if (path === undefined) return `what \`${words.join(' ')}\` runs is not known`
  const folder = publishedFolder(file, parts)
  if (folder === undefined) return 'where `dotnet publish` puts the program is not known'
  if (folderPart(path) !== folder) return `\`${word}\` does not lie where \`dotnet publish\` puts the program`
  if (!isWithin(folder, parts.folder) && parts.behind.some(({ keyword }) => keyword === 'COPY')) {
    return 'files are copied besides the published ones'
  }
  const chosen = namedImage(runtimeImage(file, parts))
  if (!chosen) return 'which runtime fits is not known'
  const { image, facts } = chosen
  const refusal = runtimeRefusal(file, parts, facts, new Set(['dotnet']))
  if (refusal) return refusal
  const workdir = workdirOfCopies(file, parts, facts)
  const isInside = workdir !== '/' && folder !== workdir && isWithin(folder, workdir)
  const target = folder === workdir ? './' : `${isInside ? folder.slice(workdir.length + 1) : folder}/`
  return [
    {
      title: `Build in a stage of its own; run \`${lastPart(path)}\` in \`${image}\`, without the SDK and the sources`,
      image,
      facts,
      copies: (build) => [`COPY --from=${build} ${folder} ${target}`],
    },
  ]
}

/** The folder behind `-o` of the last `dotnet publish`. */
function publishedFolder(file: LintFile, parts: StageParts): string | undefined {
  const runs = parts.stage.instructions.filter(({ keyword, index }) => keyword === 'RUN' && index <= parts.cut.index)
  const publish = runs
    .flatMap((run) => file.commands(run))
    .findLast(({ name, operands }) => name === 'dotnet' && operands[0]?.value === 'publish')
  if (!publish) return undefined
  const index = publish.words.findIndex(({ text }) => text === '-o' || text === '--output')
  const joined = publish.words.find(({ text }) => text.startsWith('--output='))
  const output =
    index >= 0
      ? publish.words[index + 1]
      : joined && { ...joined, text: joined.text.slice(9), value: joined.value?.slice(9) }
  return output && pathOf(file, publish, output)
}

/** The SDK's tag names the runtime's line; its patch releases are numbered otherwise. */
function runtimeImage(file: LintFile, parts: StageParts): string | undefined {
  const reference = referenceOf(file, parts.stage)
  const match = /^(\d+\.\d+)(?:\.\d+)?((?:-[a-z][\w.]*)*)$/.exec(reference?.tag ?? '')
  return match ? `mcr.microsoft.com/dotnet/aspnet:${match[1]}${match[2]}` : undefined
}
