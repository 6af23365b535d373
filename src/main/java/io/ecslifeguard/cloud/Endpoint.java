package io.ecslifeguard.cloud;

import com.aliyun.teaopenapi.models.Config;
import java.net.URI;
import java.util.Optional;

/** Where a product answers, in the two parts that the SDKs want. */
record Endpoint(String scheme, String host) {

    /**
     * @param configured a host or a URL, where one is set
     * @param product {@code ecs} or {@code slb}
     */
    static Endpoint of(Optional<String> configured, String product, String region) {
        return configured
                .map(String::strip)
                .flatMap(Endpoint::parse)
                .orElseGet(() -> new Endpoint("https", product + "." + region + ".aliyuncs.com"));
    }

    /** The endpoint that {@code text} names, or empty where it names none. */
    static Optional<Endpoint> parse(String text) {
        try {
            var uri = URI.create(text.contains("://") ? text : "https://" + text);
            var pathless = uri.getPath().isEmpty() || uri.getPath().equals("/");
            var http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return uri.getHost() != null && pathless && http && uri.getUserInfo() == null && uri.getQuery() == null
                    ? Optional.of(new Endpoint(uri.getScheme(), uri.getAuthority()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** How the SDKs are told. */
    Config sdkConfig(CloudConfig config, com.aliyun.credentials.Client credentials) {
        return new Config()
                .setCredential(credentials)
                .setRegionId(config.region().orElseThrow())
                .setProtocol(scheme)
                .setEndpoint(host)
                .setConnectTimeout((int) config.connectTimeout().toMillis())
                .setReadTimeout((int) config.readTimeout().toMillis())
                .setCallTimeout(
                        (int) config.connectTimeout().plus(config.readTimeout()).toMillis())
                .setMaxIdleConns(config.threads());
    }
}
