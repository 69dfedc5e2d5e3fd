import { defineProbes } from './define-probes.ts';

defineProbes('koa2');
