import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { built, CJS, ESM } from './installed.ts';

// What is public, name by name. A name that appears here by accident is a promise by accident.
const CORE = {
  values: `
    batch cursorQuery decodeCursor encodeCursor page pageQuery
    BadGateway BadRequest Conflict ContentTooLarge ExpectationFailed FailedDependency Forbidden
    GatewayTimeout Gone HttpError HttpVersionNotSupported InsufficientStorage InternalServerError
    LengthRequired Locked LoopDetected MethodNotAllowed MisdirectedRequest NetworkAuthenticationRequired
    NotAcceptable NotExtended NotFound NotImplemented PaymentRequired PreconditionFailed
    PreconditionRequired ProxyAuthenticationRequired RangeNotSatisfiable RequestHeaderFieldsTooLarge
    RequestTimeout PROBLEM_TYPES STATUS_NAMES ServiceUnavailable TooEarly TooManyRequests Unauthorized
    UnavailableForLegalReasons UnprocessableContent UnsupportedMediaType UpgradeRequired UriTooLong
    VENDOR_STATUSES VariantAlsoNegotiates accepted classifyStatus created errorClassName
    formatCacheControl formatCdnCacheControl formatVary found httpError isHttpError isRegisteredStatus isResult
    ensure jobStatus moved multiStatus noContent nonEmpty notModified ok parseCacheControl parseCdnCacheControl
    parseVary preconnect preload problem reasonPhrase redirect relocator render resetContent rules
    seeOther statusFacts toHttpError toReply unionVary
  `,
  types: `
    BatchAnswer BatchBody BatchContext BatchFailure BatchOptions CursorQuery CursorQueryOptions PageOptions
    PageParameters PageQuery PageQueryOptions
    AcceptedInit Available BodyAnswer BodyHook BodyInput CacheControl CacheDirectives CacheExtensions CachePolicy Challenge
    Challenges ClientErrorStatus Content ContentInit ContentTooLargeInit Created CurrentStateInit
    AnyHttpError DatabaseOptions DatabaseRule ErrorClassName ErrorContext ErrorHeaders ErrorStatus Extensions FactsFor FactsOf FallbackInit Fault
    FieldLines FromOptions HttpErrorInit InvalidClassification Job JobAnswer JobBody JobInit Json Jsonified Localized LocalizeHook
    MayChangeInit Monitor Moved NonEmpty OccurrenceInit Plain PreloadDestination PreloadInit
    ProblemClass ProblemDocument ProblemType RedirectChoice RedirectInit RedirectStatus
    RedirectStatusFor Redirector RegisteredClassification RelocationOptions Relocations Relocator
    RenderOptions Reply Report RequestView RequiredFields Result ResultHeaders ResultInit ResultStatus
    RetryAfter Rule ServerErrorStatus ShownProblem SpecReference StandardIssue Status StatusClass
    StatusClassification StatusFacts StatusGuidance StatusName StatusOfClass StatusProperties
    StatusRetry StatusSender StatusStanding StatusWithRequiredField Supported ToHttpErrorOptions
    UnknownClassification ValidationInit VendorClassification VendorFault VendorName VendorReading
    VendorStatus Wait WaitInit
  `,
};

const ADAPTER = {
  values: `
    acceptableGate asksIfChanged isUnmatched methodsOfLayer mostArguments readsArgument tap validator
    allowBoolean allowFunction answer autoTagger captureOf checkFile clearDeadline compareAndSwap
    concurrencyDecider CONTINUE createGuard cutOff deadlineStarter decideEarlyData expected
    failureHandler handleDecider handlerInfo hasContent hostsDecider idempotentDecider instanceFor isAnswered
    isClosed isClosing isDropped isError isHttpError isJudged isSpent isStreamed isThenable linger
    lingerOnClose loginGate markClosing mayHaveContent mediaTypeDecider noteTagged notify partOf
    pipeFile printReport refuse refuseUpload relocationsDecider report requestedRanges requestLimiter
    requireFunction requireHandler requireInteger requireObject sendEarlyHints sendStream
    setReplyFields shedDecider signalOfRequest statusMessage streamOf takeResponse toHttpError
    unmatchedDecider warnOfUnknown warnOnce watchesClosing wrapping writeToNode
  `,
  types: `
    AcceptableGate AutoEtag AutoEtagOptions Awaitable Capture ConcurrencyDecision ConcurrencyOptions ConditionalWrite
    DeadlineStarter Decider FailureContext FailureHandler FailureOptions Guard GuardOptions
    HandlerCall HandlerInfo HintedResponse HolderOf HttpError Loaded LoginGate LoginGuardOptions MaybeLoaded NodeRequest
    NodeResponse OptionNames Parsed Passed RangesOf RelocationOptions Relocations Reply Report Reporter RequestLimiter
    RequestLimiterOptions RequestView RouteFinder Schemas Send SendFileOptions ShedOptions Step StreamedReply
    Validator ValidOptions Verdict
  `,
};

const CONDITIONAL = {
  values: `
    LostRace contentReply etag evaluatePreconditions notModifiedReply partialReply preconditionError
    representationHeaders
  `,
  types: `
    ByteRange ConditionalWrite ContentReplyOptions Current EntityTag EvaluateOptions
    GuardOptions Loaded MaybeLoaded Outcome PartialReplyOptions Passed PreconditionErrorInit
    PreconditionField PreconditionRequest RefusedOutcome RepresentationFields RepresentationOptions
  `,
};

const RATE_LIMIT = {
  values: `
    MemoryStore byHeaderHash byIp byUser policySet rateLimitError rateLimitFieldNames rateLimitFields
    rateLimiter storeAnswer
  `,
  types: `
    Addressed AllowedDecision AsyncRateLimitStore ByIpOptions CheckedPolicy Decision LimitedDecision
    MemoryStoreOptions NeverDecision PolicyAnswer PolicyBalance PolicySet RateAlgorithm RateLimitForm
    RateLimitKey RateLimitStore RateLimiter RateLimiterOptions RatePolicy StoreAnswer StoreDecision
    StoreErrorPolicy StoredUsage SyncRateLimitStore Ticks UnknownDecision WithFields WithoutKey
  `,
};

const IDEMPOTENCY = {
  values: `
    MemoryIdempotencyStore idempotency
  `,
  types: `
    AnsweredResponse Awaitable Idempotency IdempotencyBegun IdempotencyDecision IdempotencyEvent IdempotencyExecution IdempotencyOptions
    IdempotencyOutcome IdempotencyRequest IdempotencyStore MemoryIdempotencyStoreOptions RequestHeaders
    ResponseFields StoredResponse
  `,
};

const RULES = {
  values: `
    abort ajv bodyParser boom classValidator expressJwt expressRateLimit expressValidator formidable from httpErrors joi
    jsonwebtoken mongo mongoose multer mysql nest oauth2JwtBearer oauth2Server openapiValidator passport postgres prisma
    rateLimiterFlexible router send sqlite standardSchema superstruct upstream yup
  `,
  types: '',
};

const VALIDATION = {
  values: `
    check
  `,
  types: `
    AsyncSchema Checked CheckOptions OutputOf Parsed Part SchemaResult Schemas StandardSchema ValidOptions
  `,
};

const FIELDS = {
  values: `
    CACHE_DIRECTIVES FIELD_KINDS listElements
    findTag formatAccept formatAcceptEncoding formatAcceptPatch formatAcceptPost formatAcceptQuery formatAllow
    formatCacheControl formatCdnCacheControl formatChallenge formatContentRange formatHttpDate formatLink
    formatRetryAfter formatStructuredString formatUnsatisfiedRange formatUpgrade formatUriReference formatVary
    isEntityTag isFieldValue isToken isWeakTag orderMethods parseAccept parseAcceptEncoding parseAcceptPatch
    parseAcceptPost parseAcceptQuery parseAllow parseCacheControl parseCdnCacheControl parseChallenges
    parseContentRange parseHttpDate parseLink parseMediaRange parseMediaType parseRange parseRetryAfter
    parseStructuredDictionary parseStructuredList parseUpgrade parseVary quality quote retryAfterSeconds
    sameTag unionVary unquote withHead
  `,
  types: `
    BareItem FieldKind CacheControl CacheDirectives CacheExtensions Challenge ContentRange EntityTag FieldLines Link
    LinkParams MediaRange MediaType RangeSpec RetryAfter StructuredItem TagMatch WeightedCoding
  `,
};

const STATUS = {
  values: `
    ERROR_NAMES STATUS_NAMES VENDOR_STATUSES classifyStatus errorClassName isRegisteredStatus reasonPhrase statusFacts
  `,
  types: `
    ClientErrorStatus ErrorClassName ErrorStatus FactsFor FactsOf InvalidClassification
    RegisteredClassification RequiredFields ReservedStatus ServerErrorStatus SpecReference Status
    StatusClass StatusClassification StatusFacts StatusGuidance StatusName StatusOfClass StatusProperties StatusRetry
    StatusSender StatusStanding StatusWithRequiredField UnknownClassification VendorClassification VendorFault
    VendorName VendorReading VendorStatus
  `,
};

const EXPRESS = {
  values: `
    autoEtag concurrency conditional conditionalWrite createError deadline earlyHints errorHandler handle hosts
    idempotent loginGuard rateLimit rejectEarlyData relocations requireAcceptable requireMediaType
    sendFile shed signalOf unmatched valid
  `,
  types: `
    Acceptable AppRequest Application AutoEtagOptions ConcurrencyOptions Conditional ErrorHandlerOptions ErrorMiddleware
    HandlerInfo LoginGuard LoginGuardOptions Middleware Next RateLimit RateLimitOptions SendFileOptions
    ShedOptions UnmatchedOptions Valid
  `,
};

const KOA = {
  values: `
    autoEtag concurrency conditional conditionalWrite createError deadline earlyHints errorHandler handle hosts
    idempotent loginGuard rateLimit rejectEarlyData relocations requireAcceptable requireMediaType
    sendFile shed signalOf unmatched valid
  `,
  types: `
    Acceptable AppContext AutoEtagOptions ConcurrencyOptions Conditional ErrorHandlerOptions HandlerInfo KoaContext LoginGuard
    LoginGuardOptions Middleware RateLimit RateLimitOptions Router SendFileOptions ShedOptions
    UnmatchedOptions Valid
  `,
};

const NODE = {
  values: `
    liveness protect readiness serve
  `,
  types: `
    Application DrainListener DrainOptions DrainResult Draining HealthCheck HealthHandler HealthOptions KoaLike Listener
    Protected ProtectOptions Report ReportListener ReadinessOptions ServedServer ServeOptions ServerState
    ShedOptions Timeouts
  `,
};

type Names = typeof CORE;

function list(names: string): string[] {
  return names
    .split(/\s+/)
    .filter((name) => name !== '')
    .sort();
}

/** The names that the declarations export themselves, without what `export *` adds. */
function declared(text: string): string[] {
  const clauses = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)];
  const names = clauses.flatMap(([, clause = '']) => clause.split(','));
  return names.map((name) => name.trim().split(' as ').at(-1) ?? '').filter((name) => name !== '');
}

const SURFACES: readonly (readonly [
  name: string,
  esm: object,
  cjs: object,
  types: [string, string],
  own: Names,
])[] = [
  ['@statuskit/core', ESM.core, CJS.core, [built('core', 'index.d.ts'), built('core', 'index.d.cts')], CORE],
  [
    '@statuskit/core/adapter',
    ESM.adapter,
    CJS.adapter,
    [built('core', 'adapter.d.ts'), built('core', 'adapter.d.cts')],
    ADAPTER,
  ],
  [
    '@statuskit/core/conditional',
    ESM.conditional,
    CJS.conditional,
    [built('core', 'conditional.d.ts'), built('core', 'conditional.d.cts')],
    CONDITIONAL,
  ],
  [
    '@statuskit/core/fields',
    ESM.fields,
    CJS.fields,
    [built('core', 'fields.d.ts'), built('core', 'fields.d.cts')],
    FIELDS,
  ],
  [
    '@statuskit/core/rules',
    ESM.rules,
    CJS.rules,
    [built('core', 'rules.d.ts'), built('core', 'rules.d.cts')],
    RULES,
  ],
  [
    '@statuskit/core/status',
    ESM.status,
    CJS.status,
    [built('core', 'status.d.ts'), built('core', 'status.d.cts')],
    STATUS,
  ],
  [
    '@statuskit/core/idempotency',
    ESM.idempotency,
    CJS.idempotency,
    [built('core', 'idempotency.d.ts'), built('core', 'idempotency.d.cts')],
    IDEMPOTENCY,
  ],
  [
    '@statuskit/core/validation',
    ESM.validation,
    CJS.validation,
    [built('core', 'validation.d.ts'), built('core', 'validation.d.cts')],
    VALIDATION,
  ],
  [
    '@statuskit/express',
    ESM.express,
    CJS.express,
    [built('express', 'index.d.ts'), built('express', 'index.d.cts')],
    EXPRESS,
  ],
  ['@statuskit/node', ESM.node, CJS.node, [built('node', 'index.d.ts'), built('node', 'index.d.cts')], NODE],
  ['@statuskit/koa', ESM.koa, CJS.koa, [built('koa', 'index.d.ts'), built('koa', 'index.d.cts')], KOA],
];

/** What the adapters hand out flat. */
const HANDED_OUT = [
  { names: CORE, esm: ESM.core, cjs: CJS.core },
  { names: CONDITIONAL, esm: ESM.conditional, cjs: CJS.conditional },
  { names: RATE_LIMIT, esm: ESM.rateLimit, cjs: CJS.rateLimit },
  { names: STATUS, esm: ESM.status, cjs: CJS.status },
  { names: FIELDS, esm: ESM.fields, cjs: CJS.fields },
  { names: IDEMPOTENCY, esm: ESM.idempotency, cjs: CJS.idempotency },
  { names: VALIDATION, esm: ESM.validation, cjs: CJS.validation },
];

describe.each(SURFACES)('%s', (name, esm, cjs, types, own) => {
  const isAdapter = name === '@statuskit/express' || name === '@statuskit/koa';
  const handedOut = isAdapter ? HANDED_OUT : [];
  const all = [own, ...handedOut.map(({ names }) => names)].flatMap((names) => list(names.values));
  const values = [...new Set(all)].sort();

  it('exports these values, in ESM and in CommonJS', () => {
    expect(Object.keys(esm).sort()).toEqual(values);
    expect(Object.keys(cjs).sort()).toEqual(values);
  });

  it('exports these types, in both declarations', () => {
    const expected = [...list(own.values), ...list(own.types)].sort();
    for (const text of types) expect(declared(text).sort()).toEqual(expected);
  });

  it('hands out what core and its subpaths have, and defines no name twice', () => {
    // With `export *` the module's own name would hide the one of core, and of two from below neither would be there.
    const ownNames = [...list(own.values), ...list(own.types)];
    const below = handedOut.map(({ names }) => [...list(names.values), ...list(names.types)]);
    for (const names of [ownNames, ...below]) expect(names).toEqual([...new Set(names)]);
    expect(below.flat().filter((one) => ownNames.includes(one))).toEqual([]);
    // A name that two entries of core have is one binding. Of types the compilers say so (TS2308), in test/types.
    for (const from of handedOut) {
      for (const one of list(from.names.values)) {
        expect(esm[one as keyof typeof esm]).toBe(from.esm[one as keyof typeof from.esm]);
        expect(cjs[one as keyof typeof cjs]).toBe(from.cjs[one as keyof typeof from.cjs]);
      }
    }
  });
});

it('the rules of the main entry are those of /rules', () => {
  for (const { core, rules } of [ESM, CJS])
    expect(Object.keys(core.rules).sort()).toEqual(Object.keys(rules).sort());
  expect(ESM.core.rules).toBe(ESM.rules);
});

describe('every entry, loaded by Node itself', () => {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const entries = [
    '@statuskit/core',
    '@statuskit/core/adapter',
    '@statuskit/core/conditional',
    '@statuskit/core/fields',
    '@statuskit/core/rate-limit',
    '@statuskit/core/idempotency',
    '@statuskit/core/rules',
    '@statuskit/core/status',
    '@statuskit/core/validation',
    '@statuskit/express',
    '@statuskit/koa',
  ];

  it('gives by require what it gives by import, without a default', () => {
    const script = `
      import { createRequire } from 'node:module';
      const require = createRequire(import.meta.url);
      const seen = {};
      for (const entry of ${JSON.stringify(entries)}) {
        const [esm, cjs] = [await import(entry), require(entry)];
        seen[entry] = ['default' in esm, 'default' in cjs, Object.keys(esm).sort().join() === Object.keys(cjs).sort().join()];
      }
      process.stdout.write(JSON.stringify(seen));`;
    const text = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd,
      encoding: 'utf8',
    });
    expect(JSON.parse(text)).toEqual(
      Object.fromEntries(entries.map((entry) => [entry, [false, false, true]])),
    );
  });

  it('lets ESM name what it imports from the CommonJS build', () => {
    // As a bundler, or a loader without the condition `import`, does it.
    const script = `
      import { NotFound, rules } from '../../packages/core/dist/index.cjs';
      import { errorHandler, NotFound as Same } from '../../packages/express/dist/index.cjs';
      process.stdout.write([new NotFound().name, typeof rules.boom, typeof errorHandler, Same === NotFound].join());`;
    const text = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd,
      encoding: 'utf8',
    });
    expect(text).toBe('NotFound,function,function,true');
  });
});
