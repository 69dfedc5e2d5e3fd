import { type ChildProcess, fork } from 'node:child_process';

/** A script of this folder in a process of its own, so that no contender shares caches or heap with another. */
export interface Child {
  /** Sends a message, and resolves with the next one that comes. */
  ask(message: string | object): Promise<unknown>;
  /** The next message. */
  hear(): Promise<unknown>;
  close(): void;
}

/** Starts a script. It ends with this process at the latest. */
export function startChild(script: URL, args: readonly string[], nodeEnv: string): Child {
  const child: ChildProcess = fork(script, args, {
    env: { ...process.env, NODE_ENV: nodeEnv },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });

  function hear(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const gone = (code: number | null): void => reject(new Error(`a child process ended with ${code}`));
      child.once('exit', gone);
      child.once('message', (message) => {
        child.off('exit', gone);
        resolve(message);
      });
    });
  }

  return {
    hear,
    ask(message) {
      const answer = hear();
      child.send(message);
      return answer;
    },
    close() {
      child.disconnect();
    },
  };
}
