module.exports = { jwtSecret: 'a secret of this test' };
