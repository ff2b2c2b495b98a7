/** Gives the extension the Dockerfile of a project that has none. Nothing is written here: the client shows it first. */
import {
  type NewDockerfileAnswer,
  type NewDockerfileParams,
  newDockerfileRequest,
} from '../../../../client/src/protocol.ts'
import { existingDockerfile, newDockerfiles } from '../../ide/new-dockerfile.ts'
import type { Feature } from '../language-server.ts'
import { contextUri } from '../workspace-edit.ts'

export const newDockerfile: Feature = {
  register(server) {
    server.connection.onRequest(newDockerfileRequest, ({ folder }: NewDockerfileParams): NewDockerfileAnswer => {
      const uri = `${folder.replace(/\/$/, '')}/Dockerfile`
      server.environment.refresh()
      const context = server.environment.buildContext(uri)
      if (!context) return refused('Dockerfile Coach cannot look into this folder: it is not on disk.')
      const existing = existingDockerfile(context.paths)
      if (existing !== undefined) {
        return { ...refused(`There is a ${existing} in this folder, and it stays as it is.`), existing: uri }
      }
      const choices = newDockerfiles(context).map(({ title, found, files, notes }) => ({
        title,
        found,
        files: files.map(({ path, text }) => ({ uri: contextUri(uri, context, path) ?? '', text })),
        notes: [...notes],
      }))
      if (choices.length === 0)
        return refused('No project was recognised in this folder: it holds no manifest that is known.')
      return { refusal: undefined, existing: undefined, choices }
    })
  },
}

function refused(refusal: string): NewDockerfileAnswer {
  return { refusal, existing: undefined, choices: [] }
}
