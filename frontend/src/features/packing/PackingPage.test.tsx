import { configure, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it } from 'vitest';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
afterEach(() => opened?.close());

/** scan types as a scanner does: at once, and Enter. */
const scan = (code: string) => userEvent.setup({ delay: null }).keyboard(`${code}{Enter}`);

describe('the bench in a web view without a camera', () => {
  it('says that it cannot film, and packs all the same', async () => {
    const { fake } = (opened = openWindow('/packing'));
    expect(await screen.findByText(/打包核对照常/)).toBeInTheDocument();
    await scan('78900000000001');
    expect(await screen.findByText('78900000000001')).toBeInTheDocument();
    expect(fake.calls.some(([m]) => m === 'Packing.BeginClip')).toBe(false);
    await userEvent.setup({ delay: 45 }).keyboard('{End}');
    expect(await screen.findByText(/今天 1 件/)).toBeInTheDocument();
  });
  it('stops at a label that the book does not know, in one sentence with the number', async () => {
    opened = openWindow('/packing');
    await screen.findByText(/打包核对照常/);
    await scan('99999999999999');
    expect(await screen.findByText('本机没有 99999999999999 这个单号。可以再扫订单号对上。')).toBeInTheDocument();
  });
});
