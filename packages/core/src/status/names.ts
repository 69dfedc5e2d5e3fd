/**
 * The phrase of every 4xx and 5xx that IANA has registered, without the reserved 418: the part of {@link STATUS_NAMES} that a browser
 * loads for its errors.
 *
 * @example
 * ```ts
 * ERROR_NAMES[404]; // 'Not Found'
 * ```
 */
export const ERROR_NAMES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  417: 'Expectation Failed',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  423: 'Locked',
  424: 'Failed Dependency',
  425: 'Too Early',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
  506: 'Variant Also Negotiates',
  507: 'Insufficient Storage',
  508: 'Loop Detected',
  510: 'Not Extended',
  511: 'Network Authentication Required',
} as const;

const OTHER_NAMES = {
  100: 'Continue',
  101: 'Switching Protocols',
  102: 'Processing',
  103: 'Early Hints',
  104: 'Upload Resumption Supported',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  203: 'Non-Authoritative Information',
  204: 'No Content',
  205: 'Reset Content',
  206: 'Partial Content',
  207: 'Multi-Status',
  208: 'Already Reported',
  226: 'IM Used',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  305: 'Use Proxy',
  306: '(Unused)',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  418: '(Unused)',
} as const;

/**
 * Every status that IANA has registered, with the phrase of RFC 9110 or of the RFC that defines it.
 *
 * The statuses are listed only here; the types below and the other tables derive from it. It holds only phrases, so that an
 * error class can look one up without loading the facts about all statuses. `(Unused)` is the name of a reserved number in the
 * registry.
 *
 * @example
 * ```ts
 * STATUS_NAMES[413]; // 'Content Too Large', not the 'Payload Too Large' of RFC 7231
 * ```
 */
export const STATUS_NAMES: typeof OTHER_NAMES & typeof ERROR_NAMES = /* @__PURE__ */ Object.assign(
  {},
  OTHER_NAMES,
  ERROR_NAMES,
);

type Names = typeof STATUS_NAMES;

/** A status that IANA has registered, as a union of number literals. */
export type Status = keyof Names;

/** The phrase of a registered status: `StatusName<404>` is `'Not Found'`. */
export type StatusName<S extends Status> = Names[S];

/** The registered statuses whose first digit is `Digit`, given as text: `StatusOfClass<'2'>` is `200 | 201 | …`. */
export type StatusOfClass<Digit extends '1' | '2' | '3' | '4' | '5'> = {
  [S in Status]: `${S}` extends `${Digit}${string}` ? S : never;
}[Status];

/** The numbers that the registry reserves and that must not be sent: 306 and 418. */
export type ReservedStatus = { [S in Status]: Names[S] extends '(Unused)' ? S : never }[Status];

/** The registered 4xx statuses, without the reserved 418. */
export type ClientErrorStatus = Exclude<StatusOfClass<'4'>, ReservedStatus>;

/** The registered 5xx statuses. */
export type ServerErrorStatus = StatusOfClass<'5'>;

/** The statuses that have an error class: 4xx and 5xx without the reserved 418. */
export type ErrorStatus = ClientErrorStatus | ServerErrorStatus;

/**
 * Reports whether IANA has registered a number as a status. Reserved numbers count as registered.
 *
 * @example
 * ```ts
 * isRegisteredStatus(429); // true
 * isRegisteredStatus(499); // false: nginx uses it in its log
 * ```
 */
export function isRegisteredStatus(value: number): value is Status {
  return Object.hasOwn(STATUS_NAMES, value);
}
