package io.ecslifeguard.localcloud.ecs;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * An event before it takes its form.
 *
 * @param id its own id, a UUID
 * @param name such as {@code Instance:StateChange}
 * @param level INFO, WARN or CRITICAL
 * @param type StatusNotification, Exception or Maintenance
 * @param resourceId the ARN of what it is about
 * @param instanceName its name, or null
 * @param content what the event tells
 */
record MonitorEvent(
        String id,
        String name,
        String level,
        String type,
        String resourceId,
        String instanceName,
        Instant at,
        JsonObject content) {}
