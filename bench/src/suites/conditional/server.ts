// A child process: one server that answers conditional requests in one way.
import { serve } from '../../serve.ts';
import type { Framework, Way } from './contenders.ts';

const [framework, way] = process.argv.slice(2) as [Framework, Way];

serve(
  framework === 'express5'
    ? (await import('./express.ts')).expressApp(way)
    : (await import('./koa.ts')).koaApp(way),
);
