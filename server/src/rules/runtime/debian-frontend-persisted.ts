/** `debian-frontend-persisted`: a setting for the build that stays in the image. */

import { replace } from '../../lint/edits.ts'
import { casedLike, insertOnTop } from '../../lint/insert-lines.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Fix, Rule } from '../../lint/rule.ts'
import type { Instruction, KeyValue } from '../../syntax/tree.ts'

export const debianFrontendPersisted: Rule = {
  id: 'debian-frontend-persisted',
  family: 'runtime',
  severity: 'info',
  fixable: 'safe',
  docs: {
    summary: '`ENV DEBIAN_FRONTEND` stays in the image',
    why: 'It keeps `apt-get` from asking questions while the image is built. As `ENV` it does so in every container too, and in every image that is built on this one. An `ARG` ends with the build.',
    lesson: 'ENV and ARG (part 3); part 4 does this',
    bad: 'FROM ubuntu:24.04\nENV DEBIAN_FRONTEND=noninteractive\nRUN apt-get update && apt-get install -y tzdata\n',
    good: 'FROM ubuntu:24.04\nARG DEBIAN_FRONTEND=noninteractive\nRUN apt-get update && apt-get install -y tzdata\n',
  },
  check(file, report) {
    for (const stage of file.stages) {
      if (!file.facts.isShipped(stage)) continue
      // What a later ENV sets back is not kept.
      const pairs = stage.instructions.flatMap((env) => env.pairs.map((pair) => ({ env, pair })))
      const own = pairs.filter(({ env, pair }) => env.keyword === 'ENV' && pair.name === 'DEBIAN_FRONTEND')
      const found = own.at(-1)
      if (!found || !/^["']?(noninteractive|teletype|readline)["']?$/i.test(found.pair.value)) continue
      report({
        range: found.pair.nameRange,
        message: '`DEBIAN_FRONTEND` stays set in every container; write it as `ARG`, which ends with the build',
        fixes: together(own.map(({ env, pair }) => fixesOf(file, env, pair))),
      })
    }
  },
}

/** One fix of all: each earlier ENV would persist in place of the last one. */
function together(each: readonly (readonly Fix[])[]): readonly Fix[] {
  if (each.length === 1) return each[0]
  const all = each.flat()
  const rewrites = all.flatMap(({ effect }) => effect?.rewrites ?? [])
  if (all.length < each.length || new Set(rewrites).size < all.length) return []
  const inserts = all.reduce((sum, { effect }) => sum + (effect?.inserts ?? 0), 0)
  return [{ ...all[0], edits: all.flatMap(({ edits }) => edits), effect: { rewrites, inserts } }]
}

function fixesOf(file: LintFile, env: Instruction, pair: KeyValue): readonly Fix[] {
  const title = 'Write it as `ARG`'
  // Every RUN of the stage, and of stages built on it, still sees the value. Only triggers that run in later builds lose it.
  const safety = file.tree.instructions.some(({ onbuild }) => onbuild) ? 'unsafe' : 'safe'
  if (env.pairs.length === 1) {
    const edits = [replace(env.keywordRange, casedLike(file, env, 'ARG'))]
    if (!pair.assigned) edits.push(replace({ start: pair.nameRange.end, end: pair.valueRange.start }, '='))
    return [{ title, safety, edits, effect: { rewrites: [env] } }]
  }
  const index = env.pairs.indexOf(pair)
  const next = env.pairs[index + 1]
  const gap = next ? { start: pair.start, end: next.start } : { start: env.pairs[index - 1].end, end: pair.end }
  if (env.comments.length > 0) return []
  const line = `${casedLike(file, env, 'ARG')} ${file.slice(pair)}`
  return [
    {
      title,
      safety,
      edits: [insertOnTop(file, env, [line]), replace(gap, '')],
      effect: { rewrites: [env], inserts: 1 },
    },
  ]
}
