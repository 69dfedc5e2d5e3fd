import { FRAMEWORKS, type Framework, type ServerOptions, serve } from '../../setup/frameworks.ts';
import { ANY_405 } from '../../setup/linted.ts';
import { type RawResponse, request } from '../../setup/raw.ts';
import type { Row } from './row.ts';

/** The frameworks that a package is for. */
export function frameworksOf({ on = FRAMEWORKS }: Row): readonly Framework[] {
  return on;
}

type Errors = NonNullable<Row['option']>['errors'];

/** What a server of the framework answers to the refusal, with these options of `errorHandler`. */
export async function answerOf(row: Row, framework: Framework, errors: Errors = {}): Promise<RawResponse> {
  const { method = 'GET', path = '/', fields, body } = row.ask;
  const options: ServerOptions = {
    errors: { report() {}, ...errors },
    lint: ANY_405,
    ...(row.express !== undefined && { express: row.express }),
    ...(row.koa !== undefined && { koa: row.koa }),
  };
  const { port, close } = await serve(framework, { [`${method} /`]: row.run ?? (() => 'reached') }, options);
  try {
    return await request(port, method, path, fields, body);
  } finally {
    await close();
  }
}
