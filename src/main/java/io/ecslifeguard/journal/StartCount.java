package io.ecslifeguard.journal;

import java.time.Duration;
import java.util.Optional;

/**
 * How often an instance was started since its circuit was closed last, those left out that were refused.
 *
 * @param inWindow within the window that was asked for
 * @param inDay within 24 hours
 * @param sinceLast how long ago the last of them was
 */
public record StartCount(int inWindow, int inDay, Optional<Duration> sinceLast) {}
