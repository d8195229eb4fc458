// A plugin of typedoc. A README has no front matter, which GitHub would show as a table above it: its title and group on the site are
// given here.
export function load(app) {
  app.converter.on('createDocument', (_, page) => {
    if (page.name !== 'README.zh-CN') return;
    page.name = '中文首页';
    page.frontmatter.group = '中文';
  });
}
