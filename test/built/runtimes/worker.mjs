// The same in a worker of Node.
import { parentPort, workerData } from 'node:worker_threads';
import { runChecks } from './packages.mjs';

parentPort.postMessage(await runChecks(...workerData));
