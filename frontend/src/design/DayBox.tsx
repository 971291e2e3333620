import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { isDay } from '@/lib/shopDays';

/**
 * DayBox takes one calendar day, YYYY-MM-DD, "" while none is chosen. A system's own date box would write the day in the
 * system's order, whatever language the window speaks.
 */
export function DayBox({ value, label, min, max, clear, onChange }: {
  value: string; label: string; min?: string; max?: string; clear?: boolean; onChange: (day: string) => void;
}) {
  return (
    <DatePicker
      value={isDay(value) ? dayjs(value) : null} aria-label={label} format="YYYY-MM-DD" allowClear={clear ?? false} style={{ width: 132 }} inputReadOnly={false} showNow={false}
      {...(isDay(min) ? { minDate: dayjs(min) } : {})} {...(isDay(max) ? { maxDate: dayjs(max) } : {})}
      onChange={(d) => onChange(d?.isValid() ? d.format('YYYY-MM-DD') : '')}
    />
  );
}
