// A municipality's identity provider, by the library of others: {port, clients, accounts} as JSON in the one argument.
// Whoever signs in there by an account's name is let in with any password. Its keys are new at every start.
import Provider from "oidc-provider";

const { port, clients, accounts } = JSON.parse(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const SCOPES = "openid profile email";

const provider = new Provider(issuer, {
  clients,
  claims: {
    openid: ["sub", "groups"],
    profile: ["name", "preferred_username"],
    email: ["email", "email_verified"],
  },
  conformIdTokenClaims: false,
  cookies: { keys: [crypto.randomUUID()] },
  features: { backchannelLogout: { enabled: true } },
  pkce: { required: () => true },
  // Its guard refuses addresses of this machine, where the tests' servers are told of a logout.
  fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  findAccount: (_context, id) => accounts[id] && { accountId: id, claims: () => accounts[id] },
  async loadExistingGrant(context) {
    const { client, session } = context.oidc;
    const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope(SCOPES);
    await grant.save();
    return grant;
  },
});
provider.listen(port, "127.0.0.1", () => console.log("ready"));
