// A plugin of typedoc. Comments link by bare name, `{@link mmd}`, but typedoc looks a name up in its own module only. Every public
// name has one home among the modules (test/publicNames.test.ts), so the name alone says where to go.
const homes = new WeakMap();

function homeOf(project, name) {
  if (!homes.has(project)) {
    const exported = project.children.flatMap((module) => module.children ?? []);
    // A reference is a name that the root shows again.
    const own = exported.filter((reflection) => !reflection.isReference());
    homes.set(project, new Map(own.map((reflection) => [reflection.name, reflection])));
  }
  return homes.get(project).get(name);
}

export function load(app) {
  app.converter.addUnknownSymbolResolver((reference, reflection) => {
    const [first, ...members] = (reference.symbolReference?.path ?? []).map(({ path }) => path);
    const home = first && homeOf(reflection.project, first);
    const target = members.reduce((found, name) => found?.getChildByName([name]), home);
    return target && { target };
  });
}
