import { defineProbes } from './define-probes.ts';

defineProbes('express5');
