package io.ecslifeguard.restart;

/**
 * The body of a request for a hold.
 *
 * @param instance the instance, or nothing for the whole fleet
 * @param reason why, at most 500 characters
 * @param until when it ends by itself: ISO 8601 with offset, such as {@code 2026-12-24T06:00:00Z}
 */
record HoldOrder(String instance, String reason, String until) {}
