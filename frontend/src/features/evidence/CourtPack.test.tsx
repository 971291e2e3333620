import { configure, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { openWindow } from '@/testing/render';
import type { Window } from '@/testing/render';

configure({ defaultHidden: true }); // asking jsdom for every ancestor's style takes most of the time
let opened: Window | undefined;
const open = (path: string) => (opened = openWindow(path));
afterEach(() => opened?.close());
const button = async (text: string | RegExp) => (await screen.findByText(text)).closest('button') as HTMLButtonElement;

describe('the court edition', () => {
  it('is made only for a purpose and after a second yes', async () => {
    const { fake, user } = open('/evidence?tab=packs');
    await screen.findByText('还没有证据包');
    await window.go?.app.Evidence?.BuildPack?.(fake.data.cases[0]?.id);
    await user.click((await screen.findAllByText('法庭版…'))[0] as HTMLElement);
    const next = await button('继续');
    expect(next).toBeDisabled();
    await user.click(await button('仲裁'));
    await user.click(next);
    expect(fake.calls.some(([m]) => m === 'Evidence.BuildCourtPack')).toBe(false);
    await user.click(await button('确认，写出未遮盖的证据包'));
    await waitFor(() => expect(fake.calls.find(([m]) => m === 'Evidence.BuildCourtPack')?.[1]).toEqual([expect.objectContaining({ purpose: '仲裁', confirmed: true })]));
    expect(await screen.findByText('法庭版')).toBeInTheDocument();
  });
});
