/** Tags from registries, asked of one on loopback: with a token and without, in time or not, and remembered. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createRegistryTags } from '../../server/src/host/registry-tags.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

/** Starts a registry; gives its host and the requests that it has got. */
async function registry(
  answer: (request: IncomingMessage, response: ServerResponse, host: string) => void,
): Promise<{ host: string; requests: string[] }> {
  const requests: string[] = []
  const started = createServer((request, response) => {
    requests.push(`${request.url}${request.headers.authorization ? ` ${request.headers.authorization}` : ''}`)
    answer(request, response, host)
  })
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(started.address() as AddressInfo).port}`
  return { host, requests }
}

function tags(response: ServerResponse, list: unknown): void {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ name: 'team/app', tags: list }))
}

const limits = { milliseconds: 400, bytes: 10_000, rememberTags: 1_000, rememberFailure: 100 }

describe('an open registry', () => {
  it('gives tags, the newest versions first, and nothing that is no tag', async () => {
    const { host, requests } = await registry((_, response) => {
      tags(response, ['latest', '1.2', '1.10', '1.9-alpine', 'edge', '<img>', 3, 'a b'])
    })
    const ask = createRegistryTags(limits)
    expect(await ask({ registry: host, path: 'team/app' })).toEqual(['1.10', '1.9-alpine', '1.2', 'edge', 'latest'])
    expect(requests).toEqual(['/v2/team/app/tags/list?n=1000'])
  })

  it('is asked once in a while', async () => {
    let time = 0
    const { host, requests } = await registry((_, response) => tags(response, ['1']))
    const ask = createRegistryTags(limits, () => time)
    const image = { registry: host, path: 'app' }
    await Promise.all([ask(image), ask(image)])
    time = 900
    await ask(image)
    expect(requests).toHaveLength(1)
    time = 1_100
    await ask(image)
    expect(requests).toHaveLength(2)
  })

  it('that fails is left alone for a while', async () => {
    let time = 0
    const { host, requests } = await registry((_, response) => {
      response.statusCode = 500
      response.end()
    })
    const ask = createRegistryTags(limits, () => time)
    const image = { registry: host, path: 'app' }
    expect(await ask(image)).toBeUndefined()
    time = 50
    await ask(image)
    expect(requests).toHaveLength(1)
    time = 150
    await ask(image)
    expect(requests).toHaveLength(2)
  })
})

describe('a registry that wants a token', () => {
  it('is asked with the anonymous one of the place that it names', async () => {
    const { host, requests } = await registry((request, response, self) => {
      if (request.url?.startsWith('/token')) {
        response.end(JSON.stringify({ token: 'abc' }))
      } else if (request.headers.authorization === 'Bearer abc') tags(response, ['2'])
      else {
        const challenge = `Bearer realm="http://${self}/token",service="registry",scope="repository:app:pull"`
        response.writeHead(401, { 'www-authenticate': challenge }).end()
      }
    })
    expect(await createRegistryTags(limits)({ registry: host, path: 'app' })).toEqual(['2'])
    expect(requests[1]).toBe('/token?service=registry&scope=repository%3Aapp%3Apull')
  })

  it('gets none from a place without encryption, or when it wants a password', async () => {
    for (const challenge of [
      'Bearer realm="http://example.com/token"',
      'Basic realm="x"',
      'Bearer realm="no address"',
    ]) {
      const { host, requests } = await registry((_, response) => {
        response.writeHead(401, { 'www-authenticate': challenge }).end()
      })
      expect(await createRegistryTags(limits)({ registry: host, path: 'app' })).toBeUndefined()
      expect(requests).toHaveLength(1)
      server?.close()
    }
  })
})

describe('a registry that misbehaves', () => {
  it.each<[string, (request: IncomingMessage, response: ServerResponse) => void]>([
    ['is slow', () => {}],
    [
      'sends too much',
      (_, response) =>
        tags(
          response,
          Array.from({ length: 5_000 }, (_each, i) => `1.${i}`),
        ),
    ],
    ['sends no JSON', (_, response) => void response.end('<html>')],
    ['sends other JSON', (_, response) => void response.end('{"tags":{"a":1}}')],
    ['sends us elsewhere', (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['hangs up', (request) => void request.socket.destroy()],
  ])('%s: there are no tags, in time', async (_, answer) => {
    const { host } = await registry(answer)
    const start = Date.now()
    expect(await createRegistryTags(limits)({ registry: host, path: 'app' })).toBeUndefined()
    expect(Date.now() - start).toBeLessThan(5_000)
  })

  it('is not there', async () => {
    expect(await createRegistryTags(limits)({ registry: '127.0.0.1:1', path: 'app' })).toBeUndefined()
  })
})
