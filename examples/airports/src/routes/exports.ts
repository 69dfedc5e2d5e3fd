import { accepted, jobStatus, NotFound, ok } from '@statuskit/core';
import { etag } from '@statuskit/core/conditional';
import { authorize } from '../access.ts';
import type { ExportJob, Exports } from '../exports.ts';
import type { Register } from '../register.ts';
import type { RouteRequest } from '../request.ts';
import { param, type Route } from '../route.ts';

const soon = { retryAfter: { seconds: 1 } };

/** A list as a file, which takes its time: 202, a monitor, and at last the file. */
export function exportRoutes(register: Register, exports: Exports): readonly Route[] {
  function jobOf(request: RouteRequest): ExportJob {
    const job = exports.find(Number(param(request, 'id')));
    if (job === undefined) throw new NotFound('There is no such export.');
    return job;
  }

  function fileOf(request: RouteRequest): string {
    const file = jobOf(request).file();
    if (file === undefined) throw new NotFound('This export is not finished yet.');
    return file;
  }

  return [
    {
      method: 'POST',
      path: '/exports',
      idempotent: true,
      handler({ headers }) {
        authorize(headers, 'reader');
        return accepted(`/jobs/${exports.start(register.all()).id}`, soon);
      },
    },
    {
      method: 'GET',
      path: '/jobs/:id',
      handler(request) {
        const job = jobOf(request);
        return job.file() === undefined
          ? jobStatus({ state: 'running', progress: job.progress() }, soon)
          : jobStatus({ state: 'done', result: `/exports/${job.id}.csv` });
      },
    },
    {
      method: 'GET',
      path: '/exports/:id.csv',
      load(request) {
        const file = fileOf(request);
        return { etag: etag.of(file), length: Buffer.byteLength(file) };
      },
      handler: (request) => ok(fileOf(request), { contentType: 'text/csv; charset=utf-8; header=present' }),
    },
  ];
}
