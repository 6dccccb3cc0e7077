-- name: Grant :one
SELECT account, sealed, scopes, connected_at, renewed, ended_at, reason, holder, held_until FROM grants WHERE account = $1;

-- name: GrantsAfter :many
SELECT account, sealed, scopes, connected_at, renewed, ended_at, reason, holder, held_until FROM grants
WHERE account > sqlc.arg(after) ORDER BY account LIMIT sqlc.arg(most);

-- name: PutGrant :exec
INSERT INTO grants (account, sealed, scopes, connected_at, renewed, ended_at, reason, holder, held_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (account) DO UPDATE SET sealed = excluded.sealed, scopes = excluded.scopes, connected_at = excluded.connected_at,
  renewed = excluded.renewed, ended_at = excluded.ended_at, reason = excluded.reason,
  holder = excluded.holder, held_until = excluded.held_until;

-- name: DropGrant :exec
DELETE FROM grants WHERE account = $1;

-- name: Lane :one
SELECT account, settings, calendar, making_since, token, revision, synced_at, next_at, failures, paused_until,
  trouble, trouble_sentence, trouble_since, holder, held_until,
  channel, channel_secret, channel_address, channel_resource, channel_expires
FROM lanes WHERE account = $1;

-- name: PutLane :exec
INSERT INTO lanes (account, settings, calendar, making_since, token, revision, synced_at, next_at, failures, paused_until,
  trouble, trouble_sentence, trouble_since, holder, held_until,
  channel, channel_secret, channel_address, channel_resource, channel_expires)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
ON CONFLICT (account) DO UPDATE SET settings = excluded.settings, calendar = excluded.calendar, making_since = excluded.making_since,
  token = excluded.token, revision = excluded.revision, synced_at = excluded.synced_at, next_at = excluded.next_at,
  failures = excluded.failures, paused_until = excluded.paused_until, trouble = excluded.trouble,
  trouble_sentence = excluded.trouble_sentence, trouble_since = excluded.trouble_since,
  holder = excluded.holder, held_until = excluded.held_until, channel = excluded.channel,
  channel_secret = excluded.channel_secret, channel_address = excluded.channel_address,
  channel_resource = excluded.channel_resource, channel_expires = excluded.channel_expires;

-- name: DropLane :exec
DELETE FROM lanes WHERE account = $1;

-- name: LaneHolder :one
SELECT holder, held_until FROM lanes WHERE account = $1;

-- name: SetLaneToken :exec
UPDATE lanes SET token = sqlc.arg(token) WHERE account = sqlc.arg(account);

-- name: SetLaneRevision :exec
UPDATE lanes SET revision = sqlc.arg(revision) WHERE account = sqlc.arg(account);

-- name: LanesDue :many
SELECT account FROM lanes
WHERE next_at > 0 AND next_at <= sqlc.arg(at) AND paused_until <= sqlc.arg(at)
ORDER BY next_at, account LIMIT sqlc.arg(most);

-- name: LaneByChannel :one
SELECT account FROM lanes WHERE channel = sqlc.arg(channel) AND channel <> '';

-- name: LastPushed :one
SELECT CAST(COALESCE(MAX(number), 0) AS BIGINT) FROM pushed WHERE account = $1;

-- name: RemovePushed :exec
DELETE FROM pushed WHERE account = $1;

-- name: RemovePushedChange :exec
DELETE FROM pushed WHERE account = $1 AND number = $2;

-- name: EventsOf :many
SELECT uid FROM events WHERE account = $1 AND application = $2;

-- name: Touched :one
SELECT touched FROM accounts WHERE id = $1;
