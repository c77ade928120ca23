/** The description of the HTTP interface: OpenAPI 3.1, made of the schemas that requests are held against. */
import { catalogSchema, errorSchema, flowSchema, outcomeSchema, verdictBodySchema, verdictSchema } from './schemas.js';

const json = (schema: object): object => ({ content: { 'application/json': { schema } } });
const answer = (description: string, schema: object): object => ({ description, ...json(schema) });
const failure = (description: string): object => answer(description, errorSchema);

/** What every path but /healthz may answer. */
const REFUSALS = {
  '401': failure('the token is missing or wrong'),
  '421': failure('the Host header names another server'),
};

export interface OpenApi {
  readonly info: object;
  /** By path, parameters as `{name}`: what each takes, by method in lower case. */
  readonly paths: Readonly<Record<string, object>>;
}

export function openApi(version: string): OpenApi & Readonly<Record<string, unknown>> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'pinsight verdict service',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Inspect or bypass, for one connection. A caller that gets no answer in time follows its own default, which should be to inspect.',
    },
    security: [{ token: [] }, {}],
    paths: {
      '/v1/verdict': {
        post: {
          summary: 'a verdict on one connection, or on several',
          requestBody: { required: true, ...json(verdictBodySchema) },
          responses: {
            '200': answer('one verdict; for a batch {"responses": [...]}, in the order of the requests', {
              anyOf: [
                verdictSchema,
                {
                  type: 'object',
                  properties: { responses: { type: 'array', items: { anyOf: [verdictSchema, errorSchema] } } },
                },
              ],
            }),
            '400': failure('the question has something wrong in it'),
            '413': failure('the body is too long'),
            '415': failure('the body is not application/json'),
            ...REFUSALS,
          },
        },
      },
      '/v1/outcome': {
        post: {
          summary: 'how an inspected connection went on',
          requestBody: { required: true, ...json(outcomeSchema) },
          responses: {
            '200': answer('whether it was taken note of', {
              type: 'object',
              properties: { taken: { type: 'boolean' } },
            }),
            '400': failure('the report has something wrong in it'),
            ...REFUSALS,
          },
        },
      },
      '/v1/flows/{flow}': {
        get: {
          summary: 'what the attached interface decided about a flow',
          parameters: [
            {
              name: 'flow',
              in: 'path',
              required: true,
              schema: { type: 'string' },
              description: 'a flow_id, or ADDRESS:PORT-ADDRESS:PORT, perhaps with /tcp or /udp behind it',
            },
          ],
          responses: {
            '200': answer('the flow', flowSchema),
            '400': failure('neither a flow_id nor a 5-tuple'),
            '404': failure('no such flow of the last minute'),
            ...REFUSALS,
          },
        },
      },
      '/v1/catalog': {
        get: {
          summary: 'which catalog and policy decide',
          responses: { '200': answer('both, in short', catalogSchema), ...REFUSALS },
        },
      },
      '/healthz': {
        get: {
          summary: 'whether the service answers',
          security: [{}],
          responses: { '200': answer('it does', { type: 'object', properties: { status: { const: 'ok' } } }) },
        },
      },
      '/metrics': {
        get: {
          summary: 'counters in the text format of Prometheus',
          responses: {
            '200': { description: 'counters', content: { 'text/plain': { schema: { type: 'string' } } } },
            ...REFUSALS,
          },
        },
      },
      '/openapi.json': {
        get: { summary: 'this', responses: { '200': answer('this', { type: 'object' }), ...REFUSALS } },
      },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  };
}
