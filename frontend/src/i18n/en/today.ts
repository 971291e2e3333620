import type zh from '../zh-CN/today';

const words: typeof zh = {
  title: 'today',
};

export default words;
