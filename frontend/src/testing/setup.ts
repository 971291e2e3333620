import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';
import '@/i18n';

// A busy machine is not a failed test; and a whole page printed is no help.
configure({ asyncUtilTimeout: 15_000, getElementError: (message) => new Error(message ?? 'not found') });
window.innerWidth = 1440;

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
for (const [name, size] of [['offsetHeight', 640], ['clientHeight', 640], ['offsetWidth', 1200], ['clientWidth', 1200]] as const) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size });
}
Element.prototype.scrollTo = () => undefined;
const style = window.getComputedStyle.bind(window);
window.getComputedStyle = (el) => style(el); // jsdom does not know pseudo elements

afterEach(() => {
  cleanup();
  localStorage.clear();
  delete window.go;
  delete window.runtime;
});
