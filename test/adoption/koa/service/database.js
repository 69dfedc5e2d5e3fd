const knex = require('knex');

module.exports = async function createDatabase() {
  const db = knex({ client: 'better-sqlite3', connection: ':memory:', useNullAsDefault: true });
  await db.schema.createTable('articles', (table) => {
    table.increments('id');
    table.string('slug').notNullable().unique();
    table.string('title').notNullable();
    table.integer('words').notNullable();
  });
  return db;
};
