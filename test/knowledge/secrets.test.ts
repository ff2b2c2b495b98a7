import { describe, expect, test } from 'vitest'
import {
  isBuildKitSecretName,
  isSecretFile,
  isSecretName,
  secretFileMarkers,
  secretLiteral,
} from '../../server/src/knowledge/secrets.ts'

describe('names of secrets', () => {
  test.each([
    'DB_PASSWORD',
    'dbPassword',
    'NPM_TOKEN',
    'AWS_SECRET_ACCESS_KEY',
    'STRIPE_SECRET',
    'JWT_SECRET',
    'API_KEY',
    'MYSQL_ROOT_PASSWORD',
    'APP_KEY',
    'PGPASSWORD',
    'SECRET_KEY_BASE',
    'Settings__ApiKey',
    'ADMIN_PASS',
    'SENTRY_AUTH_TOKEN',
  ])('%s', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  test.each([
    'DB_PASSWORD_FILE',
    'TOKEN_TTL',
    'GPG_KEY',
    'PUBLIC_KEY',
    'NEXT_PUBLIC_API_KEY',
    'KEYCLOAK_VERSION',
    'ANSIBLE_HOST_KEY_CHECKING',
    'MYSQL_ALLOW_EMPTY_PASSWORD',
    'AWS_ACCESS_KEY_ID',
    'TOKENIZERS_PARALLELISM',
    'AUTH_URL',
    'SSH_AUTH_SOCK',
    'PATH',
    'COMPASS',
    'MONKEY',
    'toString',
    '',
  ])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false)
  })

  test('the value decides', () => {
    expect(isSecretName('DB_PASSWORD', 'hunter2')).toBe(true)
    expect(isSecretName('DB_PASSWORD', 'changeme')).toBe(true)
    for (const value of ['', '""', 'true', '$SECRET', `$\{SECRET}`, 'none'])
      expect(isSecretName('DB_PASSWORD', value)).toBe(false)
    expect(isSecretName('DATABASE_URL', 'postgres://app:hunter2@db/app')).toBe(true)
    expect(isSecretName('DATABASE_URL', 'postgres://db/app')).toBe(false)
    expect(isSecretName('DATABASE_URL', 'postgres://app:$PASS@db/app')).toBe(false)
    expect(isSecretName('DATABASE_URL')).toBe(false)
  })
})

describe('names that BuildKit reports', () => {
  test.each(['key', 'API_KEY', 'auth', 'MY_TOKEN_URL', 'KEY_ID', 'GPG_KEY', 'apikey', 'A__Key'])('%s', (name) => {
    expect(isBuildKitSecretName(name)).toBe(true)
  })
  test.each(['APIKEYS', 'MY-KEY', 'PUBLIC_KEY', 'KEY_FILE', 'KEY_VERSION', 'MONKEY', 'SECRETS', 'passphrase'])(
    'not %s',
    (name) => {
      expect(isBuildKitSecretName(name)).toBe(false)
    },
  )
})

describe('secrets in text', () => {
  const digits = '0123456789'
  const letters = 'abcdefghijklmnopqrstuvwxyz'
  // Put together here, so that no scanner takes this file for a leak.
  const samples: [string, string, string][] = [
    ['aws-access-key', 'AKIA', 'QWERTYUIOPASDFGH'],
    ['github-token', 'ghp_', `${letters}${digits}`],
    ['gitlab-token', 'glpat-', letters.slice(0, 20)],
    ['slack-token', 'xoxb-', `${digits}-${letters}`],
    ['npm-token', 'npm_', `${letters}${digits}`],
    ['google-api-key', 'AIza', `${letters}${digits.slice(0, 9)}`],
    ['stripe-key', 'sk_live_', letters],
    ['anthropic-key', 'sk-ant-', `api03-${letters}`],
    ['hugging-face-token', 'hf_', `${letters}${digits.slice(0, 8)}`],
    ['json-web-token', 'eyJ', `${letters}.eyJ${letters}.${letters}`],
  ]

  test.each(samples)('%s', (kind, prefix, rest) => {
    const text = `ENV X="${prefix}${rest}" Y=1`
    const [found, ...more] = secretLiteral(text)
    expect(more).toEqual([])
    expect(found && [found.kind, text.slice(found.start, found.end)]).toEqual([kind, prefix + rest])
  })

  test('a private key', () => {
    const text = `RUN echo "${'-'.repeat(5)}BEGIN RSA PRIVATE ${'KEY'}-----"`
    expect(secretLiteral(text)).toMatchObject([{ kind: 'private-key' }])
  })

  test('a password in an address', () => {
    const text = 'RUN pip install --index-url https://ci:hunter2@pypi.example.com/simple x'
    const [found] = secretLiteral(text)
    expect(found && text.slice(found.start, found.end)).toBe('hunter2')
  })

  test.each([
    `https://$USER:$PASS@example.com`,
    'https://user:password@example.com',
    'https://example.com:8080/a@b',
    'git@github.com:owner/name.git',
    `${'AKIA'}IOSFODNN7EXAMPLE`,
    `${'ghp_'}${'x'.repeat(36)}`,
    'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'https://github.com/owner/repository-with-a-very-long-name/archive/v1.2.3.tar.gz',
  ])('%s is none', (text) => {
    expect(secretLiteral(text)).toEqual([])
  })

  test.each(['eyJ', '://a:', 'sk-', '-----BEGIN ', 'AKIA.'])('a long row of %s takes no time', (piece) => {
    const started = performance.now()
    secretLiteral(piece.repeat(100_000))
    expect(performance.now() - started).toBeLessThan(1500)
  })
})

describe('files with secrets', () => {
  test.each([
    '.env',
    'config/.env.production',
    '.npmrc',
    'id_rsa',
    '.ssh/id_ed25519',
    '/home/me/.aws/credentials',
    'tls/server.key',
    'cert.p12',
    'prod.tfvars',
    'deploy_rsa',
    'my-secret.json',
    'C:\\keys\\a.pfx',
  ])('%s', (file) => {
    expect(isSecretFile(file)).toBe(true)
  })
  test.each([
    '.env.example',
    'id_rsa.pub',
    'ca.pem',
    'package.json',
    'src',
    '.',
    'keyboard.ts',
    'nuget.config',
    'pip.conf',
    'repo.asc',
    '',
  ])('not %s', (file) => {
    expect(isSecretFile(file)).toBe(false)
  })
  test('some depend on what is in them', () => {
    expect(secretFileMarkers('app/.npmrc')).toContain('_authToken=')
    expect(secretFileMarkers('README.md')).toEqual([])
  })
})
