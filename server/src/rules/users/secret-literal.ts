/** `secret-literal`: tokens, private keys and passwords that stand in the file itself. */

import { type SecretKind, secretLiteral } from '../../knowledge/secrets.ts'
import type { LintFile } from '../../lint/lint-file.ts'
import type { Rule } from '../../lint/rule.ts'

export const secretLiteralRule: Rule = {
  id: 'secret-literal',
  family: 'users',
  severity: 'error',
  docs: {
    summary: 'A token, private key or password is written in the file',
    why: 'Everybody who can read the repository or the image has it, and it stays in the history of both. Revoke it, and give the build a new one with a secret mount.',
    lesson: "Don't include secrets (part 5)",
    bad: `FROM debian:13\nRUN git clone https://ada:${'k3y9'}qwertz@git.example.com/app.git\n`,
    good: 'FROM debian:13\nRUN --mount=type=secret,id=git,target=/root/.netrc git clone https://git.example.com/app.git\n',
  },
  check(file, report) {
    // One pass over the text; what is found is then placed.
    for (const { kind, start, end } of secretLiteral(file.text)) {
      if (isInComment(file, start) && kind === 'url-password') continue
      report({
        range: { start, end },
        message: `This is ${names[kind]} in plain text; revoke it, and mount the new one as a secret`,
      })
    }
  },
}

const names: Readonly<Record<SecretKind, string>> = {
  'aws-access-key': 'an AWS access key',
  'github-token': 'a GitHub token',
  'gitlab-token': 'a GitLab token',
  'slack-token': 'a Slack token',
  'npm-token': 'an npm token',
  'pypi-token': 'a PyPI token',
  'google-api-key': 'a Google API key',
  'stripe-key': 'a Stripe key',
  'sendgrid-key': 'a SendGrid key',
  'twilio-key': 'a Twilio key',
  'anthropic-key': 'an Anthropic key',
  'openai-key': 'an OpenAI key',
  'hugging-face-token': 'a Hugging Face token',
  'digitalocean-token': 'a DigitalOcean token',
  'json-web-token': 'a JSON web token',
  'private-key': 'a private key',
  'url-password': 'a password',
  'docker-login': 'a Docker login',
}

function isInComment(file: LintFile, offset: number): boolean {
  return file.tree.comments.some(({ start, end }) => start <= offset && offset < end)
}
