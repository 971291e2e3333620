import type zh from '../zh-CN/aftersales';

const words: typeof zh = {
  title: 'aftersales',
};

export default words;
