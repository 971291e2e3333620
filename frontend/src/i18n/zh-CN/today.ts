// 今日：现在必须做什么，不做要花多少钱。
export default {
  title: '今日',
};
