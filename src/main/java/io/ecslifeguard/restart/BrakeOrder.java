package io.ecslifeguard.restart;

/**
 * The body of a request to put the brake on or to release it.
 *
 * @param on true puts it on, false releases it
 * @param reason why, at most 500 characters; may be left out of a release
 * @param until when it is released by itself: ISO 8601 with offset, such as {@code 2026-12-24T06:00:00Z}
 */
record BrakeOrder(Boolean on, String reason, String until) {}
