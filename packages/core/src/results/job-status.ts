import { show } from '../arguments.ts';
import { Gone } from '../errors/client-errors.ts';
import { type HttpError, isHttpError } from '../errors/http-error.ts';
import { copyMembers } from '../errors/json.ts';
import type { ProblemDocument } from '../errors/problem-document.ts';
import { localError } from '../errors/remote.ts';
import { type RedirectInit, seeOther } from './redirects.ts';
import { makeResult, type Result } from './result.ts';
import { headersOf, OF_ALL, type ResultInit, type WaitInit } from './result-init.ts';

/** A job as its monitor shows it. Other properties are ignored. */
export type Job =
  | {
      readonly state: 'queued' | 'running';
      /** How much is done, from 0 to 100. */
      readonly progress?: number | null | undefined;
    }
  | { readonly state: 'failed'; readonly problem: HttpError | ProblemDocument }
  | {
      readonly state: 'done';
      /** URI of the result. Default: there is nothing to fetch. */
      readonly result?: string | URL | null | undefined;
    }
  | { readonly state: 'gone' };

/** Content of the 200 that the monitor of a job sends. */
export interface JobBody {
  readonly state: 'queued' | 'running' | 'failed' | 'done';
  readonly progress?: number;
  readonly problem?: ProblemDocument;
}

/**
 * What {@link jobStatus} returns for a job.
 */
export type JobAnswer<J extends Job> = J extends { readonly state: 'gone' }
  ? Gone
  : J extends { readonly state: 'done' }
    ? J extends { readonly result: string | URL }
      ? Result<303, undefined>
      : Result<303, undefined> | Result<200, JobBody>
    : Result<200, JobBody>;

/** Fields beside the state of a job. */
export interface JobInit extends ResultInit, WaitInit {
  /** Other hosts at which the result may be, as for `seeOther`. Default: none. */
  readonly allowHosts?: RedirectInit['allowHosts'];
}

/**
 * Returns the response of the monitor that {@link accepted} names: 200 while the job is queued or running, and if it has failed, with
 * its problem in the content, since the question was answered (RFC 9110 §15.3.3, §15.6.1); 303 to the result when it is done; 410 once
 * it is gone.
 *
 * Retry-After is sent only while the job is queued or running; with a 200 it is a convention. The 200 is not stored unless `cacheControl`
 * allows it.
 *
 * @throws {TypeError} If the job or a field is invalid, or the result is on a host that is not allowed.
 * @throws {RangeError} If `progress` is not from 0 to 100.
 *
 * @example
 * ```ts
 * jobStatus({ state: 'running', progress: 45 }, { retryAfter: { seconds: 2 } }); // 200
 * jobStatus({ state: 'done', result: '/exports/1.csv' }); // 303
 * ```
 */
export function jobStatus<const J extends Job>(job: J, init: JobInit = {}): JobAnswer<J> {
  return answerOf(job, init) as JobAnswer<J>; // a union that the compiler cannot follow; a test holds each of them
}

function answerOf(job: Job, init: JobInit): Result<200, JobBody> | Result<303, undefined> | Gone {
  const { retryAfter, ...others } = init;
  const { allowHosts, ...fields } = others;
  switch (job?.state) {
    case 'queued':
    case 'running': {
      const { state, progress } = job;
      return shown(
        state,
        { ...fields, retryAfter },
        (progress ?? undefined) === undefined ? {} : { progress: requireProgress(progress) },
      );
    }
    case 'failed':
      return shown('failed', fields, { problem: requireDocument(job.problem) });
    case 'done':
      return (job.result ?? undefined) === undefined
        ? shown('done', fields, {})
        : seeOther(job.result as string | URL, others); // checked there
    case 'gone':
      return new Gone();
    default:
      throw new TypeError(
        `jobStatus: expected a job with the state queued, running, failed, done or gone, got ${show(job)}`,
      );
  }
}

function shown(
  state: JobBody['state'],
  init: ResultInit & WaitInit,
  more: Pick<JobBody, 'progress' | 'problem'>,
): Result<200, JobBody> {
  const headers = headersOf(init, [...OF_ALL, 'retryAfter'], 'jobStatus');
  headers['cache-control'] ??= 'no-store';
  return makeResult(200, headers, { state, ...more });
}

function requireProgress(progress: unknown): number {
  if (typeof progress !== 'number') throw new TypeError(`progress: expected a number, got ${show(progress)}`);
  if (progress >= 0 && progress <= 100) return progress;
  throw new RangeError(`progress: expected a number from 0 to 100, got ${show(progress)}`);
}

function requireDocument(problem: unknown): ProblemDocument {
  if (isHttpError(problem)) return localError(problem).toJSON();
  const given = problem as Partial<ProblemDocument> | null | undefined;
  if (
    typeof given !== 'object' ||
    given === null ||
    given instanceof Error ||
    typeof given.title !== 'string'
  ) {
    throw new TypeError(`problem: expected an HttpError or a problem document, got ${show(problem)}`);
  }
  return copyMembers(given, 'problem') as unknown as ProblemDocument; // has a title at the least
}
