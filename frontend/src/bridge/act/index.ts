export * from './ActDialog';
export * from './ActLine';
export * from './offer';
