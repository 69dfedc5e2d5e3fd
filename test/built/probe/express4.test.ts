import { defineProbes } from './define-probes.ts';

defineProbes('express4');
