/** The language server as a web worker of the browser's extension host. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser'
import { serve } from './server.ts'

const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(self),
  new BrowserMessageWriter(self),
)
const noConfiguration = { settings: undefined, uri: undefined, problems: [] }
serve(connection, {
  today: () => new Date().toISOString().slice(0, 10),
  buildContext: () => undefined,
  configuration: async () => noConfiguration,
  pathIn: () => undefined,
  dockerfiles: () => [],
  runtime: 'a web worker',
  refresh: () => {},
})
