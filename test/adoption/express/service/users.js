// The users of the service, in memory. A real one has a model here.
const users = new Map();
let lastId = 0;

module.exports = {
  reset() {
    users.clear();
    lastId = 0;
  },
  create(fields) {
    lastId += 1;
    const user = { id: String(lastId), role: 'user', ...fields };
    users.set(user.id, user);
    return user;
  },
  find: (id) => users.get(id),
  findByEmail: (email) => [...users.values()].find((user) => user.email === email),
  list: ({ limit }) => [...users.values()].slice(0, limit),
  remove: (id) => users.delete(id),
};
