import type zh from '../zh-CN/firstrun';

const words: typeof zh = {
  title: 'firstrun',
};

export default words;
