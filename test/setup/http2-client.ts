import { connect, constants, type IncomingHttpHeaders } from 'node:http2';

/** One stream of HTTP/2, as the client saw it. */
export interface Http2Response {
  readonly status: number;
  /** All fields but the pseudo-fields; a line of each where there are several. */
  readonly fields: Readonly<Record<string, string | string[] | undefined>>;
  /** The names as they came, pseudo-fields included. */
  readonly names: readonly string[];
  readonly body: string;
  /** Whether the server ended the stream in order, by END_STREAM. */
  readonly ended: boolean;
  /** The error code of RST_STREAM, 0 also where none was sent. */
  readonly code: number;
}

export interface Http2Request {
  readonly fields?: Readonly<Record<string, string>>;
  /** Content that is sent at once. */
  readonly body?: string;
  /** Leaves the request unfinished, as a client in the middle of an upload does. */
  readonly unfinished?: boolean;
  /** Resolves with the end of the response: a client of Node whose window is shut never sees its stream closed. */
  readonly untilEnd?: boolean;
}

/** One request on a session of its own; it resolves when the stream is closed by both sides, or was reset. */
export function requestHttp2(
  port: number,
  method: string,
  path: string,
  { fields = {}, body, unfinished = false, untilEnd = false }: Http2Request = {},
): Promise<Http2Response> {
  return new Promise((resolve, reject) => {
    const session = connect(`http://127.0.0.1:${port}`);
    session.once('error', reject);
    const content = body !== undefined || unfinished;
    const stream = session.request({ ':method': method, ':path': path, ...fields }, { endStream: !content });
    let head: IncomingHttpHeaders = {};
    let text = '';
    let ended = false;
    stream.setEncoding('utf8');
    stream.on('response', (given) => {
      head = given;
    });
    stream.on('data', (chunk: string) => {
      text += chunk;
    });
    stream.on('end', () => {
      ended = true;
      if (untilEnd) finish();
    });
    // A stream that is reset with a code other than NO_ERROR and CANCEL emits it as an error too.
    stream.on('error', () => {});
    stream.on('close', finish);
    if (body !== undefined) stream.write(body);
    if (content && !unfinished) stream.end();

    function finish(): void {
      session.destroy();
      const { ':status': status = 0, ...rest } = head as IncomingHttpHeaders & { ':status'?: number };
      resolve({
        status,
        fields: Object.fromEntries(Object.entries(rest)), // without the symbol that Node adds
        names: Object.keys(head),
        body: text,
        ended: ended && stream.rstCode === constants.NGHTTP2_NO_ERROR,
        code: stream.rstCode,
      });
    }
  });
}
