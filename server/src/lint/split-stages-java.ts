/** Splitting a Maven or Gradle build from the Java runtime that runs its JAR. */

import { smallerImages } from '../knowledge/smaller-image.ts'
import type { LintFile } from './lint-file.ts'
import type { Refusal, StageParts } from './split-stages-parts.ts'
import {
  copiesOfEntries,
  dataEntries,
  namedImage,
  projectFile,
  referenceOf,
  runtimeRefusal,
  targetFolder,
  workdirOfCopies,
} from './split-stages-project.ts'
import { type BuildTools, isWithin } from './split-stages-roles.ts'
import { folderPart, lastPart, pathOfWord, type StartCommand } from './split-stages-start.ts'
import type { SplitPlan } from './split-stages-write.ts'
import { resolvePath } from './stage-facts.ts'

export const javaTools: BuildTools = {
  builds: ({ name, nameWord }) =>
    name === 'mvn' || name === 'gradle' || /(^|\/)(mvnw|gradlew)$/.test(nameWord?.text ?? ''),
  packages: new Set(['curl', 'wget', 'git', 'unzip', 'zip', 'tar', 'findutils', 'dos2unix']),
}

export function planJava(file: LintFile, parts: StageParts): readonly SplitPlan[] | Refusal {
  if (parts.start.length !== 1) return 'the container starts several programs'
  const [command] = parts.start
  if (command.name !== 'java') return `the container runs \`${command.words.join(' ')}\``
  const jar = jarOf(file, parts, command)
  if (typeof jar === 'string') return jar
  const chosen = namedImage(runtimeImage(file, parts))
  if (!chosen) return 'which Java runtime fits is not known'
  const { image, facts } = chosen
  const base = file.facts.image(parts.stage)
  if (parts.installs && facts.os !== base?.os) {
    return `its packages are those of another distribution than that of \`${image}\``
  }
  const refusal = runtimeRefusal(file, parts, facts, new Set(['java']))
  if (refusal) return refusal
  const workdir = workdirOfCopies(file, parts, facts)
  const libraries = besides(file, parts, jar.path)
  const data = dataEntries(file, parts, 'pom.xml', isSource) ?? dataEntries(file, parts, 'build.gradle', isSource) ?? []
  if (data.length > 10) return 'the project has many files that are no sources'
  const what = (libraries ? folderPart(jar.path) : jar.path).slice(parts.folder.length + 1)
  const target = targetFolder(workdir, jar.path)
  return [
    {
      title: `Build in a stage of its own; run \`${what}\` in \`${image}\`, without the compiler, the build tool and the sources`,
      image,
      facts,
      copies: (build) => [
        `COPY --from=${build} ${libraries ? folderPart(jar.path) : jar.path} ${target}`,
        ...copiesOfEntries(parts, build, workdir, data),
      ],
    },
  ]
}

function isSource(path: string): boolean {
  return /^(src|gradle|buildSrc|target|build)\/|^(pom\.xml|mvnw.*|gradlew.*|(build|settings)\.gradle(\.kts)?|gradle\.properties|lombok\.config|system\.properties)$/.test(
    path,
  )
}

/** The archive behind `-jar`. */
function jarOf(file: LintFile, parts: StageParts, command: StartCommand): { readonly path: string } | Refusal {
  const index = command.words.indexOf('-jar')
  const word = index < 0 ? undefined : command.words[index + 1]
  if (word === undefined) return 'without `-jar`, what is on the class path of `java` is not known'
  for (const argument of command.words.slice(1)) {
    if (argument === word || argument === undefined) continue
    if (/javaagent|classpath|^-cp$|file:|^\.{1,2}\//.test(argument) || argument.includes(`${parts.folder}/`)) {
      return `\`${argument}\` names more files of the build`
    }
  }
  const star = /\*/.test(word)
  if (star && (!command.isShellForm || /[?[$]/.test(word) || lastPart(word).split('*').length > 2)) {
    return `which file \`${word}\` is cannot be told`
  }
  const path = star ? resolvePath(file.facts.workdir(parts.stage), word) : pathOfWord(file, parts.stage, word)
  if (path === undefined || !isWithin(path, parts.folder)) return `\`${word}\` does not lie in the project's folder`
  if (parts.behind.some(({ keyword, words }) => keyword === 'COPY' && words.some(({ text }) => /\.jar$/.test(text)))) {
    return 'an archive is copied besides'
  }
  return { path }
}

/** Whether what lies beside the archive has to go along: nothing says that the archive has all in it. */
function besides(file: LintFile, parts: StageParts, path: string): boolean {
  if (/(-all|-fat|-uber|-shaded|jar-with-dependencies)\.jar$/.test(path)) return false
  const manifest = ['pom.xml', 'build.gradle', 'build.gradle.kts']
    .map((name) => projectFile(file, parts, name) ?? '')
    .join('\n')
  if (manifest.trim() === '') return false
  const isWhole =
    /spring-boot-maven-plugin|maven-shade-plugin|jar-with-dependencies|org\.springframework\.boot|com\.github\.johnrengelman\.shadow|com\.gradleup\.shadow/.test(
      manifest,
    )
  return !isWhole && folderPart(path) !== parts.folder
}

/** The runtime of the same vendor and version, on the same system where there is one. */
function runtimeImage(file: LintFile, parts: StageParts): string | undefined {
  const reference = referenceOf(file, parts.stage)
  if (!reference) return undefined
  const { repository, tag } = reference
  if (repository === 'eclipse-temurin' && tag !== undefined && /^\d/.test(tag)) {
    return /(^|-)jdk(-|$)/.test(tag)
      ? `eclipse-temurin:${tag.replace(/(^|-)jdk(?=-|$)/, '$1jre')}`
      : `eclipse-temurin:${withWord(tag)}`
  }
  const isAlpine = file.facts.image(parts.stage)?.family === 'alpine'
  const wanted = isAlpine ? /^eclipse-temurin:\d+-jre-alpine$/ : /^eclipse-temurin:\d+-jre$/
  return smallerImages(reference).find(({ image }) => wanted.test(image))?.image
}

/** `21` is `21-jre`; `21-alpine` is `21-jre-alpine`. */
function withWord(tag: string): string {
  const [version, ...rest] = tag.split('-')
  return [version, 'jre', ...rest].join('-')
}
