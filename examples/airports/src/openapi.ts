import {
  BadGateway,
  BadRequest,
  Conflict,
  ContentTooLarge,
  Forbidden,
  GatewayTimeout,
  Gone,
  NotFound,
  PreconditionFailed,
  PreconditionRequired,
  ServiceUnavailable,
  TooManyRequests,
  Unauthorized,
  UnavailableForLegalReasons,
  UnprocessableContent,
  UnsupportedMediaType,
} from '@statuskit/core';
import {
  conditionalParameters,
  idempotencyKeyParameter,
  type ProblemEntry,
  problemComponents,
  rateLimitHeaders,
  responsesOf,
} from '@statuskit/openapi';
import { generous } from './plans.ts';

type Json = Readonly<Record<string, unknown>>;

/** One operation, as this demo describes it. */
type Operation = {
  readonly summary: string;
  readonly parameters?: readonly Json[];
  readonly content?: Json;
  readonly done: Readonly<Record<number, Json>>;
  /** What it can answer with, beside a 429. */
  readonly errors: readonly ProblemEntry[];
};

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });
const json = (schema: Json): Json => ({ 'application/json': { schema } });
const orNull = (type: string): Json => ({ type: [type, 'null'] });

const airport = {
  type: 'object',
  required: [
    'iata',
    'icao',
    'name',
    'type',
    'municipality',
    'country',
    'latitude',
    'longitude',
    'elevationFeet',
  ],
  properties: {
    iata: { ...orNull('string'), examples: ['KEF'] },
    icao: { ...orNull('string'), examples: ['BIKF'] },
    name: { type: 'string', examples: ['Keflavik International Airport'] },
    type: { enum: ['large', 'medium'] },
    municipality: { ...orNull('string'), examples: ['Reykjavik'] },
    country: { type: 'string', description: 'ISO 3166-1 alpha-2.', examples: ['IS'] },
    latitude: { type: 'number', minimum: -90, maximum: 90, examples: [63.985] },
    longitude: { type: 'number', minimum: -180, maximum: 180, examples: [-22.605] },
    elevationFeet: { ...orNull('integer'), examples: [171] },
  },
} as const;

const notice = {
  type: 'object',
  required: ['code', 'text', 'version'],
  properties: {
    code: { type: 'string', examples: ['KEF'] },
    text: { type: 'string', maxLength: 500, examples: ['Runway 10/28 closed'] },
    version: { type: 'integer', minimum: 1 },
  },
} as const;

const airportGone: ProblemEntry = {
  error: Gone,
  name: 'AirportGone',
  description: 'The airport has closed, or has another code now.',
  extensions: {
    type: 'object',
    required: ['since'],
    properties: {
      since: { type: 'string', format: 'date', examples: ['2020-11-08'] },
      successor: { type: 'string', format: 'uri-reference', examples: ['/airports/NQZ'] },
    },
  },
};
// The code of an airport is taken by another one, or by what a closed one had.
const codeTaken: ProblemEntry = { error: Conflict, name: 'CodeTaken', current: airport };
// A guard answers without a state if there is no notice yet.
const noticeChanged: ProblemEntry = { error: PreconditionFailed, name: 'NoticeChanged', current: notice };

const unknown = [NotFound, airportGone, UnavailableForLegalReasons];
const guarded = [Unauthorized, Forbidden];
// Content can be no JSON, too large, of another type, or not what is wanted.
const content = [BadRequest, ContentTooLarge, UnsupportedMediaType, UnprocessableContent];

const seen = { 304: { description: 'The client has it already.' } };
const moved = { 308: { description: 'The airport has another code, which is in Location.' } };

const inPath = (name: string): Json => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const inQuery = (name: string, schema: Json): Json => ({ name, in: 'query', schema });

const OPERATIONS: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/airports': {
    get: {
      summary: 'A page of the list',
      parameters: [
        inQuery('country', { type: 'string', minLength: 2, maxLength: 2 }),
        inQuery('limit', { type: 'integer', minimum: 1, maximum: 100 }),
        inQuery('offset', { type: 'integer', minimum: 0 }),
      ],
      done: {
        200: {
          description: 'The airports, and how many there are.',
          content: json({
            type: 'object',
            required: ['total', 'items'],
            properties: { total: { type: 'integer' }, items: { type: 'array', items: reference('Airport') } },
          }),
        },
      },
      errors: [BadRequest],
    },
    post: {
      summary: 'Adds an airport',
      content: json(reference('Airport')),
      done: { 201: { description: 'Added.', content: json(reference('Airport')) } },
      errors: [...guarded, ...content, Conflict, codeTaken, UnavailableForLegalReasons],
    },
  },
  '/airports/{code}': {
    get: {
      summary: 'One airport',
      parameters: [inPath('code'), ...conditionalParameters({ fields: ['If-None-Match'] })],
      done: {
        200: { description: 'The airport.', content: json(reference('Airport')) },
        ...seen,
        ...moved,
      },
      errors: unknown,
    },
    delete: {
      summary: 'Removes an airport',
      parameters: [inPath('code')],
      done: { 204: { description: 'Removed.' }, ...moved },
      errors: [...guarded, ...unknown],
    },
  },
  '/airports/{code}/weather': {
    get: {
      summary: 'The weather, from another service',
      parameters: [inPath('code')],
      done: {
        200: {
          description: 'The weather.',
          content: json({
            type: 'object',
            required: ['temperatureCelsius', 'windKnots'],
            properties: { temperatureCelsius: { type: 'number' }, windKnots: { type: 'number' } },
          }),
        },
      },
      errors: [...unknown, BadGateway, ServiceUnavailable, GatewayTimeout],
    },
  },
  '/airports/{code}/notice': {
    get: {
      summary: 'What pilots must know',
      parameters: [inPath('code'), ...conditionalParameters()],
      done: {
        200: { description: 'The notice.', content: json(reference('Notice')) },
        ...seen,
        ...moved,
      },
      errors: [...unknown, PreconditionFailed],
    },
    put: {
      summary: 'Replaces the notice that the client has seen',
      parameters: [inPath('code'), ...conditionalParameters({ fields: ['If-Match', 'If-None-Match'] })],
      content: json({
        type: 'object',
        required: ['text'],
        properties: { text: { type: 'string', maxLength: 500 } },
      }),
      done: {
        200: { description: 'Replaced.', content: json(reference('Notice')) },
        201: { description: 'The first notice of this airport.', content: json(reference('Notice')) },
      },
      errors: [...guarded, ...content, ...unknown, PreconditionFailed, noticeChanged, PreconditionRequired],
    },
  },
  '/exports': {
    post: {
      summary: 'Starts to write a list as a file',
      parameters: [idempotencyKeyParameter()],
      done: { 202: { description: 'Started; Location is the monitor.' } },
      errors: [BadRequest, Unauthorized, Conflict, UnprocessableContent],
    },
  },
  '/jobs/{id}': {
    get: {
      summary: 'How far an export is',
      parameters: [inPath('id')],
      done: { 200: { description: 'It is running.' }, 303: { description: 'The file is in Location.' } },
      errors: [NotFound],
    },
  },
};

function operationOf(id: string, { summary, parameters = [], content, done, errors }: Operation): Json {
  const headers = rateLimitHeaders(generous);
  return {
    operationId: id.replace(/\W+(\w?)/g, (_, letter: string) => letter.toUpperCase()),
    summary,
    security: errors.includes(Unauthorized) ? [{ bearer: [] }] : [],
    ...(parameters.length > 0 && { parameters }),
    ...(content !== undefined && { requestBody: { required: true, content } }),
    responses: {
      ...Object.fromEntries(Object.entries(done).map(([status, one]) => [status, { ...one, headers }])),
      ...responsesOf([...errors, TooManyRequests]),
    },
  };
}

/**
 * Returns the OpenAPI document of the register: what each operation answers with, errors included. QUERY is not in it, since OpenAPI
 * has that method from version 3.2 on.
 */
export function openApiDocument(): Json {
  const all = Object.values(OPERATIONS).flatMap((methods) => Object.values(methods));
  const { schemas, responses } = problemComponents([
    ...new Set(all.flatMap(({ errors }) => errors)),
    TooManyRequests,
  ]);
  return {
    openapi: '3.1.1',
    info: { title: 'A register of airports', version: '1.0.0', license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(
      Object.entries(OPERATIONS).map(([path, methods]) => [
        path,
        Object.fromEntries(
          Object.entries(methods).map(([method, one]) => [method, operationOf(`${method}${path}`, one)]),
        ),
      ]),
    ),
    components: {
      schemas: { Airport: airport, Notice: notice, ...schemas },
      responses,
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    },
  };
}
