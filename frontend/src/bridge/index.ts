export { api } from './api';
export { call } from './call';
export * from './queries';
export * from './runtime';
export * from './views';
export type * from './types';
