package io.ecslifeguard.event;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What every event tells, whatever its kind.
 *
 * @param key what makes the event one and the same however often it is delivered; at most 512 characters
 * @param id the event's own id, where it has one
 * @param name the event's name in the classic form, such as {@code Instance:StateChange}; at most 256 characters
 * @param product the product that reports it in upper case, such as {@code ECS}
 * @param level how grave it is said to be
 * @param account the Alibaba Cloud account that it belongs to, where told
 * @param region the region, such as {@code cn-hangzhou}, where told
 * @param instance the instance that it is about, where there is one
 * @param instanceName that instance's name, where told
 * @param occurredAt when it happened, where told in a form that can be read; not checked for sense
 * @param occurredAtText the time as it stood in the message, where there was one
 * @param envelope the wrapping it came in
 * @param payload the event's JSON text as it came (unwrapped from base64 and topic notifications)
 */
public record Header(
        String key,
        Optional<String> id,
        String name,
        String product,
        Level level,
        Optional<String> account,
        Optional<String> region,
        Optional<InstanceId> instance,
        Optional<String> instanceName,
        Optional<Instant> occurredAt,
        Optional<String> occurredAtText,
        Envelope envelope,
        String payload) {

    public Header {
        requireNonNull(key, "key");
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(product, "product");
        requireNonNull(level, "level");
        requireNonNull(account, "account");
        requireNonNull(region, "region");
        requireNonNull(instance, "instance");
        requireNonNull(instanceName, "instanceName");
        requireNonNull(occurredAt, "occurredAt");
        requireNonNull(occurredAtText, "occurredAtText");
        requireNonNull(envelope, "envelope");
        requireNonNull(payload, "payload");
    }
}
