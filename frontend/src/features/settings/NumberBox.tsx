import { InputNumber } from 'antd';
import { useState } from 'react';

interface Props {
  label: string;
  value: number;
  unit: string;
  min: number;
  max: number;
  step?: number;
  onKeep: (value: number) => void;
}

/** NumberBox keeps a number when the person has finished: on Enter, on leaving the box, or by a step. */
export function NumberBox({ label, value, unit, min, max, step = 1, onKeep }: Props) {
  const [draft, setDraft] = useState<number | null>(value);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    setDraft(value);
  }
  const keep = (v: number | null) => {
    if (v === null) setDraft(value);
    else if (v !== value) onKeep(v);
  };
  return (
    <InputNumber
      min={min} max={max} step={step} value={draft} suffix={unit} aria-label={label} style={{ width: 168 }}
      onChange={setDraft} onBlur={() => keep(draft)} onPressEnter={() => keep(draft)} onStep={(v) => keep(Number(v))}
    />
  );
}
