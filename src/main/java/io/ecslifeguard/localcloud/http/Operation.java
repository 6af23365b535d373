package io.ecslifeguard.localcloud.http;

import java.util.Map;

/**
 * What a request asks for.
 *
 * @param product {@code smq}, {@code ecs} or {@code slb}
 * @param name such as {@code ReceiveMessage} or {@code StartInstance}
 * @param parameters what it is asked with, for the record and for faults; an endpoint may add what is worth recording
 * @param requestId the id that the answer will carry
 */
public record Operation(String product, String name, Map<String, String> parameters, String requestId) {}
