// What the tests use of jsonwebtoken, which brings no types.
declare module 'jsonwebtoken' {
  const jwt: {
    sign(claims: object, secret: string, options?: { readonly expiresIn?: number }): string;
    verify(token: string | undefined, secret: string): object;
  };
  export default jwt;
}
