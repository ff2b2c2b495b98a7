/** New Dockerfiles before a real Docker Engine, each in its project: the build checks find nothing. */
import { expect, it } from 'vitest'
import { newDockerfiles } from '../../server/src/ide/new-dockerfile.ts'
import { contextOf } from '../ide/marked.ts'
import { checkout, projects } from '../ide/new-dockerfile/projects.ts'
import { check } from './check.ts'

const proposals = Object.entries(projects).flatMap(([name, project]) =>
  newDockerfiles(contextOf(checkout(project))).map((found) => [`${name}: ${found.title}`, project, found] as const),
)

it.concurrent.each(proposals)('%s', async (_, project, { id, files }) => {
  const [dockerfile, ignoreFile] = files
  const name = `new-${proposals.findIndex(([, , found]) => found.files === files)}-${id.replace(/\W+/g, '-')}`
  const written = { ...checkout(project), [ignoreFile.path]: ignoreFile.text }
  expect(await check(name, dockerfile.text, written)).toContain('no warnings found')
})
