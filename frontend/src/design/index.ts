export * from './DesignProvider';
export * from './Frames';
export * from './ListBar';
export * from './Values';
export * from './VirtualTable';
export { dark, fontFamily, fontSize, light, monoFamily, rowHeight } from './tokens';
export type { Palette } from './tokens';
