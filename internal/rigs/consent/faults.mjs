// An OAuth server that misbehaves as the id of the client says:
//   node faults.mjs PORT
// It ends when its standard input does.
import { OAuth2Server } from "oauth2-mock-server";

const scope = "https://www.googleapis.com/auth/calendar.app.created";
const server = new OAuth2Server();
await server.issuer.keys.generate("RS256");
let last; // the refresh token that holds

const faults = {
  plain: () => {},
  narrow: (answer) => { answer.body.scope = "openid"; },
  scopeless: (answer) => { delete answer.body.scope; },
  forgetful: (answer) => { delete answer.body.refresh_token; },
  ended: (answer, renews) => { if (renews) Object.assign(answer, { statusCode: 400, body: { error: "invalid_grant" } }); },
  ill: (answer, renews) => { if (renews) Object.assign(answer, { statusCode: 503, body: { error: "server_error" } }); },
  unknown: (answer) => { Object.assign(answer, { statusCode: 401, body: { error: "invalid_client" } }); },
  // The first token is refused once it was replaced, as RFC 9700 4.14.2 wants.
  rotating: (answer, renews, sent) => {
    if (renews && sent !== last) Object.assign(answer, { statusCode: 400, body: { error: "invalid_grant" } });
    else last = answer.body.refresh_token;
  },
};

server.service.on("beforeResponse", (answer, request) => {
  answer.body.scope = scope;
  faults[request.body.client_id](answer, request.body.grant_type === "refresh_token", request.body.refresh_token);
});
server.service.on("beforeAuthorizeRedirect", (to, request) => {
  if (request.query.client_id !== "denied") return;
  to.url.searchParams.delete("code");
  to.url.searchParams.set("error", "access_denied");
});
await server.start(Number(process.argv[2]), "127.0.0.1");
console.log("ready");
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
