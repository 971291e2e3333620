import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import '@/i18n';

// jsdom lays nothing out and lacks what antd and the virtual list ask for.
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
vi.stubGlobal('ResizeObserver', Observer);
vi.stubGlobal('IntersectionObserver', Observer);
vi.stubGlobal('matchMedia', (query: string) => ({
  matches: false, media: query, onchange: null, addEventListener: () => undefined, removeEventListener: () => undefined, addListener: () => undefined,
  removeListener: () => undefined, dispatchEvent: () => false,
}));
Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 640 });
Object.defineProperty(HTMLElement.prototype, 'offsetWidth', { configurable: true, get: () => 1200 });
Element.prototype.scrollTo = () => undefined;
const style = window.getComputedStyle.bind(window);
window.getComputedStyle = (el) => style(el); // jsdom does not know pseudo elements

afterEach(() => {
  cleanup();
  localStorage.clear();
  delete window.go;
  delete window.runtime;
});
