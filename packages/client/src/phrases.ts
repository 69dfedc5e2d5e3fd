/*
 * The phrases of core's ERROR_NAMES, small: in order of status, so that the numbers and quotes of a table are not needed. A test
 * compares the two.
 */

const CLIENT_ERRORS =
  'Bad Request,Unauthorized,Payment Required,Forbidden,Not Found,Method Not Allowed,Not Acceptable,' +
  'Proxy Authentication Required,Request Timeout,Conflict,Gone,Length Required,Precondition Failed,Content Too Large,' +
  'URI Too Long,Unsupported Media Type,Range Not Satisfiable,Expectation Failed,,,,Misdirected Request,' +
  'Unprocessable Content,Locked,Failed Dependency,Too Early,Upgrade Required,,Precondition Required,Too Many Requests,,' +
  'Request Header Fields Too Large,,,,,,,,,,,,,,,,,,,,Unavailable For Legal Reasons';

const SERVER_ERRORS =
  'Internal Server Error,Not Implemented,Bad Gateway,Service Unavailable,Gateway Timeout,HTTP Version Not Supported,' +
  'Variant Also Negotiates,Insufficient Storage,Loop Detected,,Not Extended,Network Authentication Required';

/** Returns the phrase of a status from 400 to 599; empty or undefined if it has none. */
export const phraseOf = (status: number): string | undefined =>
  (status < 500 ? CLIENT_ERRORS : SERVER_ERRORS).split(',')[status % 100];
