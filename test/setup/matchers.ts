// The matchers of @statuskit/testing, in every test of this project.
import '@statuskit/testing/vitest';
