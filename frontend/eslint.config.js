import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';

const src = path.join(path.dirname(fileURLToPath(import.meta.url)), 'src');

// Which zone may import which. A feature sees nothing of another feature.
const zones = {
  lib: ['lib'],
  i18n: ['i18n', 'lib'],
  design: ['design', 'i18n', 'lib'],
  bridge: ['bridge', 'design', 'i18n', 'lib'],
  features: ['bridge', 'design', 'i18n', 'lib'],
  app: ['app', 'bridge', 'design', 'features', 'i18n', 'lib', 'testing'],
  testing: ['app', 'bridge', 'design', 'features', 'i18n', 'lib', 'testing'],
};

/** Keeps the import directions of the window: lib, i18n, design → bridge → features → app. */
const importZones = {
  meta: { type: 'problem', schema: [], messages: { zone: '{{from}} must not import {{to}}' } },
  create(context) {
    const here = path.relative(src, context.filename).split(path.sep);
    const isTest = /\.test\.tsx?$/.test(context.filename);
    const check = (node) => {
      const spec = node.source?.value;
      if (typeof spec !== 'string' || here[0] === '..') return;
      let target;
      if (spec.startsWith('@/')) target = spec.slice(2).split('/');
      else if (spec.startsWith('.')) target = path.relative(src, path.resolve(path.dirname(context.filename), spec)).split(path.sep);
      else return;
      const [from, to] = [here[0], target[0]];
      const report = (a, b) => context.report({ node, messageId: 'zone', data: { from: a, to: b } });
      if (target.includes('wailsjs') && from !== 'bridge') return report(from, 'wailsjs');
      if (from === 'features' && to === 'features') {
        if (here[1] !== target[1]) report(`features/${here[1]}`, `features/${target[1]}`);
        return;
      }
      if (isTest && to === 'testing') return;
      if (zones[from] && zones[to] && !zones[from].includes(to)) report(from, to);
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check };
  },
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/bridge/wailsjs', 'e2e/results'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks, house: { rules: { 'import-zones': importZones } } },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'house/import-zones': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Remote text is never HTML.' },
        { selector: "MemberExpression[property.name='innerHTML']", message: 'Remote text is never HTML.' },
        { selector: "MemberExpression[object.name='window'][property.name='go']", message: 'Only bridge/call.ts reaches the bound structs.' },
        { selector: "NewExpression[callee.object.name='Intl']", message: 'lib/time and lib/formats write dates and numbers: what Intl writes differs between WebKit and Chromium.' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  // Playwright's fixtures are functions named use with an empty pattern before them.
  { files: ['e2e/**'], rules: { 'react-hooks/rules-of-hooks': 'off', 'no-empty-pattern': 'off' } },
  { files: ['src/bridge/call.ts', 'src/lib/formats.ts', 'src/lib/time.ts', 'src/testing/**', 'src/**/*.test.{ts,tsx}'], rules: { 'no-restricted-syntax': 'off' } },
);
