-- name: Account :one
SELECT secret, changes, settings FROM accounts WHERE id = $1;

-- name: CreateAccount :execrows
INSERT INTO accounts (id, created_at, secret, changes, settings, plan_rules, plan_stale, touched)
VALUES ($1, $2, $3, 0, '', '', FALSE, 0)
ON CONFLICT (id) DO NOTHING;

-- name: CountAccounts :one
SELECT count(*) FROM accounts;

-- name: SetLastChange :exec
UPDATE accounts SET changes = sqlc.arg(number) WHERE id = sqlc.arg(account);

-- name: SetSettings :exec
UPDATE accounts SET settings = sqlc.arg(settings) WHERE id = sqlc.arg(account);

-- name: AnyApplication :many
SELECT id FROM applications WHERE account = sqlc.arg(account) LIMIT 1;

-- name: ApplicationsAfter :many
SELECT id, facts FROM applications
WHERE account = sqlc.arg(account) AND id > sqlc.arg(after)
ORDER BY id LIMIT sqlc.arg(most);

-- name: IDsAfter :many
SELECT id FROM applications
WHERE account = sqlc.arg(account) AND id > sqlc.arg(after)
ORDER BY id LIMIT sqlc.arg(most);

-- name: Named :many
SELECT facts FROM applications
WHERE account = sqlc.arg(account)
  AND (substr(id, 1, length(CAST(sqlc.arg(id) AS TEXT))) = sqlc.arg(id)
    OR substr(employer, 1, length(CAST(sqlc.arg(name) AS TEXT))) = sqlc.arg(name)
    OR substr(role, 1, length(CAST(sqlc.arg(name) AS TEXT))) = sqlc.arg(name))
ORDER BY CASE WHEN sqlc.arg(name) <> '' AND (id = sqlc.arg(id) OR employer = sqlc.arg(name) OR role = sqlc.arg(name)) THEN 0 ELSE 1 END,
  applied_on DESC NULLS LAST, id
LIMIT sqlc.arg(most);

-- name: PutDecision :exec
INSERT INTO decisions (account, event, facts) VALUES ($1, $2, $3)
ON CONFLICT (account, event) DO UPDATE SET facts = excluded.facts;

-- name: Decision :one
SELECT facts FROM decisions WHERE account = $1 AND event = $2;

-- name: Decisions :many
SELECT facts FROM decisions WHERE account = $1 ORDER BY event;

-- name: RemoveDecision :exec
DELETE FROM decisions WHERE account = $1 AND event = $2;

-- name: PutConcern :exec
INSERT INTO concerns (account, application, event) VALUES ($1, $2, $3)
ON CONFLICT (account, application, event) DO NOTHING;

-- name: RemoveConcerns :exec
DELETE FROM concerns WHERE account = $1 AND application = $2;

-- name: AddRevision :exec
INSERT INTO revisions (account, kind, id, change, created, before) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (account, kind, id, change) DO NOTHING;

-- name: RevisionsOf :many
SELECT change, created, before FROM revisions
WHERE account = $1 AND kind = $2 AND id = $3 ORDER BY change;

-- name: RemoveRevision :exec
DELETE FROM revisions WHERE account = $1 AND kind = $2 AND id = $3 AND change = $4;

-- name: RemoveRevisionsOf :exec
DELETE FROM revisions WHERE account = $1 AND kind = $2 AND id = $3;

-- name: RewriteRevision :exec
UPDATE revisions SET before = sqlc.arg(before)
WHERE account = sqlc.arg(account) AND kind = sqlc.arg(kind) AND id = sqlc.arg(id) AND change = sqlc.arg(change);

-- name: RevisedIn :many
SELECT id FROM revisions WHERE account = $1 AND change = $2 LIMIT 1;

-- name: AddChange :exec
INSERT INTO changes (account, number, at, author, verb, undoes, undone_by, created)
VALUES ($1, $2, $3, $4, $5, $6, 0, $7);

-- name: MarkUndone :execrows
UPDATE changes SET undone_by = sqlc.arg(undone_by) WHERE account = sqlc.arg(account) AND number = sqlc.arg(number) AND undone_by = 0;

-- name: Change :one
SELECT number, at, author, verb, undoes, undone_by FROM changes WHERE account = $1 AND number = $2;

-- name: ChangesBefore :many
SELECT number, at, author, verb, undoes, undone_by FROM changes
WHERE account = sqlc.arg(account) AND number < sqlc.arg(number)
ORDER BY number DESC LIMIT sqlc.arg(most);

-- name: Created :one
SELECT created FROM changes WHERE account = $1 AND number = $2;

-- name: RewriteCreated :exec
UPDATE changes SET created = sqlc.arg(created) WHERE account = sqlc.arg(account) AND number = sqlc.arg(number);

-- name: PlanState :one
SELECT plan_as_of, plan_rules, plan_stale FROM accounts WHERE id = $1;

-- name: SetPlanState :exec
UPDATE accounts SET plan_as_of = sqlc.arg(as_of), plan_rules = sqlc.arg(rules), plan_stale = sqlc.arg(stale)
WHERE id = sqlc.arg(account);

-- name: Lapsed :many
SELECT application FROM outlooks WHERE account = sqlc.arg(account) AND lapses_on < sqlc.arg(as_of) ORDER BY application;

-- name: Lacks :many
SELECT application, what FROM lacks WHERE account = sqlc.arg(account) AND kind = sqlc.arg(kind) ORDER BY application LIMIT sqlc.arg(most);

-- name: CountLacks :many
SELECT kind, count(*) AS number FROM lacks WHERE account = $1 GROUP BY kind;

-- name: Stayed :many
SELECT day, application, uid, anchor_on, age, stayed FROM contenders
WHERE account = $1 AND day = $2 AND stayed ORDER BY anchor_on, age, application;

-- name: Losers :many
SELECT day, application, uid, anchor_on, age, stayed FROM contenders
WHERE account = sqlc.arg(account) AND day = sqlc.arg(day) AND NOT stayed
ORDER BY anchor_on, age, application LIMIT sqlc.arg(most);

-- name: AppointmentsDue :many
SELECT uid, application, kind, due, start_at, end_at, is_call FROM appointments
WHERE account = sqlc.arg(account) AND due BETWEEN sqlc.arg(first) AND sqlc.arg(last) ORDER BY due, uid;

-- name: SharedWith :many
SELECT uid FROM shared_events WHERE account = $1 AND application = $2 ORDER BY uid;

-- name: RemoveShared :exec
DELETE FROM shared_events WHERE account = $1 AND application = $2;

-- name: SharedEvent :one
SELECT application, applications FROM events WHERE account = $1 AND uid = $2;

-- name: BlankEvent :exec
UPDATE events SET applications = sqlc.arg(applications), content = NULL
WHERE account = sqlc.arg(account) AND uid = sqlc.arg(uid);

-- name: RemoveKey :exec
DELETE FROM outlook_keys WHERE account = $1 AND key = $2 AND application = $3;

-- name: CreateFeed :exec
INSERT INTO feeds (account, id, settings, generation, token, created_at, revoked_at, retired, retired_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: Feeds :many
SELECT account, id, settings, generation, token, created_at, revoked_at, retired, retired_until
FROM feeds WHERE account = $1 ORDER BY created_at, id;

-- name: Feed :one
SELECT account, id, settings, generation, token, created_at, revoked_at, retired, retired_until
FROM feeds WHERE account = $1 AND id = $2;

-- name: FeedByToken :one
SELECT feeds.account, feeds.id, feeds.settings, feeds.generation, feeds.token, feeds.created_at, feeds.revoked_at, feeds.retired, feeds.retired_until
FROM feed_tokens JOIN feeds ON feeds.id = feed_tokens.feed WHERE feed_tokens.hash = $1;

-- name: AnyFeed :one
SELECT account, id, settings, generation, token, created_at, revoked_at, retired, retired_until FROM feeds LIMIT 1;

-- name: UpdateFeed :exec
UPDATE feeds SET settings = $3, generation = $4, token = $5, revoked_at = $6, retired = $7, retired_until = $8
WHERE account = $1 AND id = $2;

-- name: AddFeedToken :exec
INSERT INTO feed_tokens (hash, feed) VALUES ($1, $2);

-- name: RemoveFeedTokens :exec
DELETE FROM feed_tokens WHERE feed = $1;

-- name: RecordFetch :exec
INSERT INTO fetches (feed, family, at)
SELECT id, CAST(sqlc.arg(family) AS TEXT), CAST(sqlc.arg(at) AS BIGINT) FROM feeds WHERE id = sqlc.arg(feed)
ON CONFLICT (feed, family) DO UPDATE SET at = excluded.at WHERE excluded.at > fetches.at;

-- name: Fetches :many
SELECT fetches.feed, fetches.family, fetches.at FROM fetches JOIN feeds ON feeds.id = fetches.feed
WHERE feeds.account = $1 ORDER BY fetches.feed, fetches.family;
