import { fireEvent } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchKeys } from './scanner';

describe('a scanner', () => {
  let now = 0;
  let stop: () => void;
  const onScan = vi.fn();
  const onKey = vi.fn();
  beforeEach(() => {
    vi.useFakeTimers();
    onScan.mockReset();
    onKey.mockReset();
    now = 1000;
    stop = watchKeys(window, { onScan, onKey: (k) => void onKey(k), now: () => now });
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
    document.body.replaceChildren();
  });
  // As a browser does: the key inserts its character unless somebody prevents it.
  const type = (el: HTMLElement, text: string, gap: number) => {
    for (const key of text) {
      now += gap;
      vi.advanceTimersByTime(gap);
      if (fireEvent.keyDown(el, { key }) && el instanceof HTMLInputElement) {
        el.value += key;
        fireEvent.input(el);
      }
    }
  };
  const enter = (el: HTMLElement, gap: number) => {
    now += gap;
    vi.advanceTimersByTime(gap);
    return fireEvent.keyDown(el, { key: 'Enter' });
  };
  const box = (value = '') => {
    const el = document.createElement('input');
    el.value = value;
    document.body.append(el);
    return el;
  };

  it('never lands in a text box, whatever the box held before', () => {
    const el = box('已写');
    type(el, 'YT8800123400000', 6);
    expect(enter(el, 6)).toBe(false);
    expect(onScan).toHaveBeenCalledWith('YT8800123400000');
    expect(el.value).toBe('已写');
  });
  it('is heard however late a busy page handles its keys', () => {
    const el = box('已写');
    for (const key of 'YT8800123400000') {
      now += 6; // the stamp of the key
      if (fireEvent.keyDown(el, { key })) {
        el.value += key;
        fireEvent.input(el);
      }
      vi.advanceTimersByTime(250); // when the page came to it
    }
    now += 6;
    expect(fireEvent.keyDown(el, { key: 'Enter' })).toBe(false);
    expect(onScan).toHaveBeenCalledWith('YT8800123400000');
    expect(el.value).toBe('已写');
    expect(onKey).not.toHaveBeenCalled();
  });
  it('is heard late outside of text boxes too, and hands no key on twice', () => {
    for (const key of 'YT8800') {
      now += 6;
      fireEvent.keyDown(document.body, { key });
      vi.advanceTimersByTime(250);
    }
    now += 6;
    fireEvent.keyDown(document.body, { key: 'Enter' });
    expect(onScan).toHaveBeenCalledWith('YT8800');
    expect(onKey.mock.calls.map(([k]) => k as string).join('')).toBe('YT8800');
  });
  it('leaves to fingers what fingers typed, also on a busy page', () => {
    const el = box();
    for (const key of '大衣abcdefgh') {
      now += 20; // fast fingers, and slow pages
      if (fireEvent.keyDown(el, { key })) {
        el.value += key;
        fireEvent.input(el);
      }
      vi.advanceTimersByTime(250);
    }
    vi.advanceTimersByTime(250);
    expect(el.value).toBe('大衣abcdefgh');
    expect(onScan).not.toHaveBeenCalled();
  });
  it('is heard outside of text boxes too, and triggers no shortcut', () => {
    type(document.body, 'jxa880012', 5);
    enter(document.body, 5);
    vi.advanceTimersByTime(500);
    expect(onScan).toHaveBeenCalledWith('jxa880012');
    expect(onKey).not.toHaveBeenCalled();
  });
  it('is not mistaken for fingers', () => {
    const el = box();
    type(el, 'hello world', 90);
    expect(enter(el, 90)).toBe(true);
    expect(el.value).toBe('hello world');
    expect(onScan).not.toHaveBeenCalled();
  });
  it('gives a fast burst without Enter back to the box', () => {
    const el = box('a');
    type(el, 'bcdefgh', 5);
    vi.advanceTimersByTime(200);
    expect(el.value).toBe('abcdefgh');
    expect(onScan).not.toHaveBeenCalled();
  });
  it('hands single keys on as shortcuts', () => {
    type(document.body, 'j', 100);
    vi.advanceTimersByTime(100);
    type(document.body, 'k', 100);
    vi.advanceTimersByTime(100);
    expect(onKey.mock.calls).toEqual([['j'], ['k']]);
  });
  it('leaves Chinese input alone', () => {
    const el = box();
    for (let i = 0; i < 8; i++) fireEvent.keyDown(el, { key: 'Process', isComposing: true });
    fireEvent.keyDown(el, { key: 'Enter', isComposing: true });
    expect(onScan).not.toHaveBeenCalled();
  });
});
