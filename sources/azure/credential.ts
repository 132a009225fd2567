/** As the SDK's clients take it. */
export interface Credential {
  getToken(scopes: string | string[], options?: object): Promise<AccessToken>;
}

export interface AccessToken {
  readonly token: string;
  readonly expiresOnTimestamp: number;
}
