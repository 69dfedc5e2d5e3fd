import { created, NotFound, ok, seeOther, UnprocessableContent } from '@statuskit/core';
import { etag } from '@statuskit/core/conditional';
import { authorize } from '../access.ts';
import { codeOf } from '../airport.ts';
import { requireContent } from '../content.ts';
import type { Notice, Notices } from '../notices.ts';
import type { Register } from '../register.ts';
import type { RouteRequest } from '../request.ts';
import { param, type Route } from '../route.ts';

const path = '/airports/:code/notice';

const tagOf = ({ version }: Notice) => etag.strong(`v${version}`);

function textOf(body: unknown): string {
  const { text } = (body ?? {}) as { readonly text?: unknown };
  if (typeof text === 'string' && text.trim() !== '' && text.length <= 500) return text.trim();
  throw new UnprocessableContent({
    errors: [{ detail: 'must be a text of 1 to 500 characters', pointer: '#/text' }],
  });
}

/** Notices to pilots: the one thing here that several people write at the same time. */
export function noticeRoutes(register: Register, notices: Notices): readonly Route[] {
  async function load(request: RouteRequest) {
    const notice = await notices.find(codeOf(register.get(param(request, 'code'))));
    return notice === undefined ? null : { etag: tagOf(notice), state: notice };
  }

  return [
    {
      method: 'GET',
      path,
      load,
      async handler(request) {
        const loaded = await load(request);
        return loaded?.state ?? new NotFound('There is no notice for this airport.');
      },
    },
    {
      method: 'PUT',
      path,
      async handler(request) {
        authorize(request.headers, 'editor');
        requireContent(request.headers, 'application/json');
        const code = codeOf(register.get(param(request, 'code')));
        return request.compareAndSwap({
          require: true,
          showState: true, // everyone may read a notice
          load: () => load(request),
          async write({ exists, state }) {
            const notice = await notices.write(code, textOf(request.body), state?.version);
            // RFC 9110 §9.3.4: who replaces something is told that, and who makes something new is told that.
            return exists
              ? ok(notice, { etag: tagOf(notice) })
              : created.here(notice, { etag: tagOf(notice) });
          },
        });
      },
    },
    {
      method: 'POST',
      path,
      async handler(request) {
        authorize(request.headers, 'editor');
        requireContent(request.headers, 'application/x-www-form-urlencoded');
        const code = codeOf(register.get(param(request, 'code')));
        const text = textOf(request.body);
        // A form cannot make a condition; a race is still lost by one of the two, with a 409.
        await request.compareAndSwap({
          absent: 'create',
          load: () => load(request),
          write: ({ state }) => notices.write(code, text, state?.version),
        });
        return seeOther(`/airports/${code}/notice`);
      },
    },
  ];
}
