// Around the OData server: it listens on this machine alone, gives tokens and asks for them, and takes a PUT as Tribe CRM
// does: what the body does not name stays as it was (OData calls that a PATCH).
const cds = require("@sap/cds");

const TOKEN = "token-of-the-test";

cds.on("bootstrap", (app) => {
  const listen = app.listen.bind(app);
  app.listen = (port) => listen(port, "127.0.0.1");
  app.post("/oauth2/token", (request, response) => response.json({ access_token: TOKEN, expires_in: 3600, token_type: "bearer" }));
  app.use("/v1/odata", (request, response, next) => {
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return response.status(401).json({});
    if (request.method === "PUT") request.method = "PATCH";
    next();
  });
});

module.exports = cds.server;
