// A child process: one server with one stack.
import { serve } from '../../serve.ts';
import type { Framework, Way } from './contenders.ts';

const [framework, way] = process.argv.slice(2) as [Framework, Way];

if (framework === 'express4' || framework === 'express5') {
  serve((await import('./express.ts')).expressApp(framework, way));
} else {
  serve((await import('./koa.ts')).koaApp(framework, way));
}
