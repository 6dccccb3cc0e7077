// Writes Google's discovery document as the OpenAPI document that Prism reads:
// document.mjs <discovery.json> <openapi.json>
import { readFileSync, writeFileSync } from "node:fs";
import converter from "google-discovery-to-swagger";

const [from, to] = process.argv.slice(2);
const api = converter.convert(JSON.parse(readFileSync(from, "utf8")));

// The discovery document does not say that all bodies are JSON, nor that a
// method without an answer is answered with 204.
api.consumes = ["application/json"];
api.produces = ["application/json"];
for (const path of Object.values(api.paths)) {
  for (const { responses } of Object.values(path)) {
    if (responses && !responses["200"].schema) responses["204"] = { description: "Done" };
  }
}

// "Performance tips: patch semantics" of Google's guide: null deletes a field.
// Neither format can say that of one method.
const { Event, EventDateTime } = api.definitions;
for (const name of ["date", "dateTime", "timeZone"]) EventDateTime.properties[name]["x-nullable"] = true;
Event.properties.source["x-nullable"] = true;

writeFileSync(to, JSON.stringify(api));
