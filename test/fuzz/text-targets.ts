/** Fuzz targets that read other texts than Dockerfiles: configuration, output of builders, arguments, projects. */
import { readCheck } from '../../client/src/build/check-output.ts'
import { describes, hasService, readBake, readCompose } from '../../client/src/build/compose.ts'
import { buildxFeatures, environmentProblem, multiPlatformBuilders } from '../../client/src/build/environment.ts'
import { failureOf, readFailure } from '../../client/src/build/failure.ts'
import { readHistory, readImage, readMetadata, recordedSteps } from '../../client/src/build/metadata.ts'
import { createOutputReader } from '../../client/src/build/output.ts'
import { defaultTag, splitReference, splitWords, tagProblem } from '../../client/src/build/plan.ts'
import { countsInWords, readTrivy } from '../../client/src/build/scan.ts'
import { UsageError } from '../../server/src/cli/exit-status.ts'
import { readArguments, readJobs, readToday } from '../../server/src/cli/options.ts'
import { readRuleSeverities, rulesNamed } from '../../server/src/cli/rule-names.ts'
import { locateFailure } from '../../server/src/ide/build-failure.ts'
import { newDockerfiles } from '../../server/src/ide/new-dockerfile.ts'
import { mergeConfigurations, settingsFor } from '../../server/src/lint/configuration.ts'
import { readConfiguration } from '../../server/src/lint/configuration-file.ts'
import { readHadolintConfiguration, toOwnConfiguration } from '../../server/src/lint/configuration-hadolint.ts'
import { lint } from '../../server/src/lint/lint.ts'
import { rules } from '../../server/src/rules/index.ts'
import { expectOneLine, expectRange } from './checks.ts'
import { hash } from './random.ts'
import type { Target } from './targets.ts'

export const textTargets: readonly Target[] = [
  { name: 'configuration', kind: 'configuration', weight: 2, run: configuration },
  { name: 'builder-output', kind: 'output', weight: 3, run: builderOutput },
  { name: 'build-files', kind: 'output', weight: 1, run: buildFiles },
  { name: 'compose', kind: 'configuration', weight: 1, run: buildFiles },
  { name: 'arguments', kind: 'arguments', weight: 1, run: commandArguments },
  { name: 'project', kind: 'configuration', weight: 1, run: project },
]

const dockerfile = 'FROM debian\nRUN apt-get install curl\nLABEL a=b\n'

function configuration(text: string): void {
  const own = readConfiguration(text, rules)
  const hadolint = readHadolintConfiguration(text, rules)
  for (const { problems } of [own, hadolint]) {
    for (const problem of problems) {
      expectRange(text, problem, 'a problem of the configuration')
      expectOneLine(problem.message, 'a problem of the configuration')
    }
  }
  const again = readConfiguration(toOwnConfiguration(hadolint), rules)
  if (again.problems.length > 0) throw new Error(`the converted file is wrong: ${again.problems[0].message}`)
  const merged = mergeConfigurations(own.configuration, hadolint.configuration)
  const { severities, options } = settingsFor(merged, 'a/Dockerfile', rules)
  const { internalErrors } = lint({ text: dockerfile, today: '2026-11-20', options }, rules, { severities })
  if (internalErrors.length > 0) throw new Error(`${internalErrors[0].rule}: ${internalErrors[0].message}`)
}

/** The same record, wherever the output is cut. */
function builderOutput(text: string): void {
  const records = [1, 7, text.length + 1].map((size) => {
    const reader = createOutputReader()
    for (let from = 0; from < text.length && from < 2_000 * size; from += size) {
      reader.push('stderr', text.slice(from, from + size), 5)
    }
    reader.end(9)
    return reader.record
  })
  if (text.length <= 2_000 && new Set(records.map((record) => JSON.stringify(record))).size > 1) {
    throw new Error('the record depends on where the output is cut')
  }
  const failure = failureOf(records[2], 1)
  const place = locateFailure(dockerfile, failure)
  if (place) expectRange(dockerfile, place.range, 'the place of the failure')
  expectOneLine(failure.message || 'none', 'the failure')
  readFailure(text, text, 1)
  recordedSteps(records[2], readMetadata(text))
}

function buildFiles(text: string): void {
  for (const build of [...readCompose(text), ...readBake(text)]) describes(build, 'a/Dockerfile')
  hasService(text, 'web')
  countsInWords(readTrivy(text))
  readCheck(text)
  readHistory(text)
  readImage(text)
  readMetadata(text)
  buildxFeatures(text)
  multiPlatformBuilders(text)
  environmentProblem('docker', { exitStatus: 1, stdout: text, stderr: text } as Parameters<
    typeof environmentProblem
  >[1])
  tagProblem(text)
  splitReference(text)
  splitWords(text)
  const tag = defaultTag(text, 'Dockerfile')
  if (tagProblem(tag)) throw new Error(`the default tag ${JSON.stringify(tag)} is refused: ${tagProblem(tag)}`)
}

const options = {
  format: { type: 'string' },
  rule: { type: 'string', multiple: true, default: [] as string[] },
  today: { type: 'string' },
  jobs: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** Whatever is wrong is a usage error that says so in one line. */
function commandArguments(text: string): void {
  try {
    const { values, positionals } = readArguments(text.split('\n'), options)
    readRuleSeverities(values.rule)
    readToday(values.today)
    readJobs(values.jobs)
    for (const name of positionals) rulesNamed(name)
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
  }
}

/** A project of whose files each holds the text. */
function project(text: string): void {
  const names = [
    'package.json',
    'requirements.txt',
    'pyproject.toml',
    'go.mod',
    'main.go',
    'Cargo.toml',
    'pom.xml',
    'app.py',
    'a.csproj',
    'Gemfile',
    'composer.json',
  ]
  const bits = hash(text)
  const paths = names.filter((_, i) => bits & (1 << i)).map((path) => ({ path, folder: false }))
  const context = { paths, complete: true, dockerfile: undefined, ignoreFile: undefined, read: () => text }
  for (const proposal of newDockerfiles(context)) {
    for (const file of proposal.files) {
      if (file.path.includes('ignore')) continue
      const { internalErrors } = lint({ text: file.text, today: '2026-11-20', context }, rules)
      if (internalErrors.length > 0) throw new Error(`${internalErrors[0].rule}: ${internalErrors[0].message}`)
    }
  }
}
