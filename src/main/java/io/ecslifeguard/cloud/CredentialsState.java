package io.ecslifeguard.cloud;

import java.time.Instant;
import java.util.Optional;

/**
 * Which credentials are in use. Nothing of it helps to sign a call.
 *
 * @param provider the link of the vendor's chain that gave them, such as {@code oidc_role_arn}
 * @param accessKey the first characters of the AccessKey id
 * @param expires when they end; empty for a lasting key
 * @param problem why the last attempt to get some failed, and what to do; empty where it did not
 */
public record CredentialsState(
        Optional<String> provider, Optional<String> accessKey, Optional<Instant> expires, Optional<String> problem) {}
