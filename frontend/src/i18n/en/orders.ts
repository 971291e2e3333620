import type zh from '../zh-CN/orders';

const words: typeof zh = {
  title: 'orders',
};

export default words;
