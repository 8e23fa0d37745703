-- Two roles: the owner changes the schema (migrate), the site only reads and writes rows (ASVS 13.2.2).
-- Run once in the new, empty database, as its superuser, before the first migrate:
--   OWNER_PASSWORD=... APP_PASSWORD=... psql -v ON_ERROR_STOP=1 -d privacy -f roles.sql
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
CREATE ROLE privacy_owner LOGIN PASSWORD :'owner_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE privacy_app LOGIN PASSWORD :'app_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;

-- Only these two, and only the owner makes tables.
SELECT current_database() AS name \gset
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO privacy_owner, privacy_app;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO privacy_owner;
GRANT USAGE ON SCHEMA public TO privacy_app;

-- What the owner will make, the site may use; no TRUNCATE, no DDL, no trigger switched off.
ALTER DEFAULT PRIVILEGES FOR ROLE privacy_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO privacy_app;
ALTER DEFAULT PRIVILEGES FOR ROLE privacy_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO privacy_app;

-- A statement that hangs costs seconds, not the site (SECURITY B-05). The owner may take its time to migrate.
ALTER ROLE privacy_app SET statement_timeout = '15s';
ALTER ROLE privacy_app SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE privacy_app SET lock_timeout = '5s';
ALTER ROLE privacy_owner SET lock_timeout = '5s';
