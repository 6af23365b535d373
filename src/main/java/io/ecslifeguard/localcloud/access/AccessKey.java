package io.ecslifeguard.localcloud.access;

import java.time.Instant;

/**
 * An access key that the local cloud accepts.
 *
 * @param id AccessKeyId
 * @param secret AccessKeySecret
 * @param securityToken the STS token that must come with it, or null for a lasting key
 * @param expires when an STS key ends, by the clock on the wall; null for a lasting key
 */
public record AccessKey(String id, String secret, String securityToken, Instant expires) {

    public AccessKey {
        if (id == null || id.isBlank() || secret == null || secret.isBlank()) {
            throw new IllegalArgumentException("An access key needs an id and a secret, such as test and test.");
        }
    }

    /** A lasting key. */
    public AccessKey(String id, String secret) {
        this(id, secret, null, null);
    }

    /** Whether an STS key has ended. */
    public boolean expiredAt(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
