// The smallest Medusa: no back office window, no Redis; its caches, locks and
// events live in memory. The secrets guard a server that lives for one test.
const { defineConfig } = require("@medusajs/framework/utils")

module.exports = defineConfig({
  admin: { disable: true },
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    databaseDriverOptions: { ssl: false, connection: { ssl: false } },
    http: {
      storeCors: "http://localhost:8000",
      adminCors: "http://localhost:9000",
      authCors: "http://localhost:9000",
      jwtSecret: "for-one-test",
      cookieSecret: "for-one-test",
    },
  },
})
