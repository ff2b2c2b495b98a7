/**
 * The multi-stage split: a file with one stage that builds and runs becomes one that builds, and one that runs with
 * what the build has made. It is refused, with the reason, where something is not certain.
 */

import type { Stage } from '../syntax/stages.ts'
import type { LintFile } from './lint-file.ts'
import type { Fix } from './rule.ts'
import { goTools, planGo, planRust, rustTools } from './split-stages-compiled.ts'
import { dotnetTools, planDotnet } from './split-stages-dotnet.ts'
import { javaTools, planJava } from './split-stages-java.ts'
import { nodeTools, planNode } from './split-stages-node.ts'
import { type Refusal, type StageParts, takeApart } from './split-stages-parts.ts'
import { planPython, pythonTools } from './split-stages-python.ts'
import type { BuildTools } from './split-stages-roles.ts'
import { isStaticSite, planSite } from './split-stages-site.ts'
import { type SplitPlan, writeSplit } from './split-stages-write.ts'

export type Split = { readonly fixes: readonly Fix[] } | { readonly refusal: Refusal }

interface Language {
  /** Base images whose builds these are. */
  readonly repositories: RegExp
  readonly tools: BuildTools
  readonly plan: (file: LintFile, parts: StageParts) => readonly SplitPlan[] | Refusal
}

const languages: readonly Language[] = [
  { repositories: /^node$/, tools: nodeTools, plan: planNodeOrSite },
  { repositories: /^golang$/, tools: goTools, plan: planGo },
  { repositories: /^rust$/, tools: rustTools, plan: planRust },
  { repositories: /^python$/, tools: pythonTools, plan: planPython },
  {
    repositories:
      /^(maven|gradle|eclipse-temurin|openjdk|amazoncorretto|ibm-semeru-runtimes|azul\/zulu-openjdk|bellsoft\/liberica-openjdk-\w+)$/,
    tools: javaTools,
    plan: planJava,
  },
  { repositories: /^mcr\.microsoft\.com\/dotnet\/sdk$/, tools: dotnetTools, plan: planDotnet },
]

/** The fixes that split the file's only stage, the most careful first; or why there is none. */
export function splitStages(file: LintFile): Split {
  return file.once('split into stages', () => {
    const plans = plansOf(file)
    if (typeof plans === 'string') return { refusal: plans }
    const fixes = plans.plans.flatMap((plan) => writeSplit(file, plans.parts, plan) ?? [])
    return fixes.length === 0 ? { refusal: 'the last step of the build ends in a continuation' } : { fixes }
  })
}

/** Why the file's stage is not split; undefined when there is a fix. */
export function splitRefusal(file: LintFile): string | undefined {
  const split = splitStages(file)
  return 'refusal' in split ? split.refusal : undefined
}

function plansOf(file: LintFile): { readonly parts: StageParts; readonly plans: readonly SplitPlan[] } | Refusal {
  const [stage] = file.stages
  if (!stage) return 'there is no stage'
  if (file.stages.length > 1) return 'the file has several stages already'
  if (file.tree.errors.length > 0) return 'the file has syntax errors'
  if (file.facts.isWindows(stage)) return 'images of Windows are not split'
  const language = languageOf(file, stage)
  if (!language) return 'how projects of this base image are built and run is not known'
  const parts = takeApart(file, stage, language.tools)
  if (typeof parts === 'string') return parts
  const plans = language.plan(file, parts)
  return typeof plans === 'string' ? plans : { parts, plans }
}

function languageOf(file: LintFile, stage: Stage): Language | undefined {
  const repository = file.facts.base(stage)?.reference?.repository
  return repository === undefined ? undefined : languages.find(({ repositories }) => repositories.test(repository))
}

function planNodeOrSite(file: LintFile, parts: StageParts): readonly SplitPlan[] | Refusal {
  return isStaticSite(file, parts) ? planSite(file, parts) : planNode(file, parts)
}
