// 首次打开。
export default {
  title: '欢迎使用 AfterDesk 售后台',
};
