// A line for each changeset, and none for versions in step.
export default {
  getReleaseLine: ({ summary }) =>
    `- ${summary
      .split('\n')
      .map((line, index) => (index === 0 || line === '' ? line : `  ${line}`))
      .join('\n')}`,
  getDependencyReleaseLine: () => '',
};
