package io.ecslifeguard.queue;

import com.aliyun.credentials.Client;
import com.aliyun.mns.client.MNSClientBuilder;
import com.aliyun.mns.common.auth.SignVersion;
import com.aliyun.mns.common.http.ClientConfiguration;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The queues that the settings name, and the one SDK client behind them. */
@ApplicationScoped
public class Queues {

    private final Optional<SmqCalls> calls;
    private final List<SmqQueue> queues;

    Queues(QueueConfig config, Client credentials) {
        if (!new QueueSettings(config).problems().isEmpty()) {
            // the start stops, and says why, before anybody asks for a queue
            calls = Optional.empty();
            queues = List.of();
            return;
        }
        var endpoint = config.endpoint().orElseThrow();
        var region = config.region().orElseThrow();
        var host = URI.create(endpoint).getAuthority();
        var provider = new SmqCredentials(credentials);
        var client = MNSClientBuilder.create()
                .credentialsProvider(provider)
                .accountEndpoint(endpoint)
                .region(region)
                .clientConfiguration(sdkConfiguration(config))
                .build();
        var opened = new SmqCalls(client, provider);
        calls = Optional.of(opened);
        queues = config.names().orElseThrow().stream()
                .map(name -> new SmqQueue(
                        name, client.getQueueRef(name), opened, new QueueErrors(name, host, region), config))
                .toList();
    }

    /** Every queue, in the order of the settings. */
    public List<SmqQueue> all() {
        return queues;
    }

    /** Ends all calls under way at once; every later one fails with {@link QueueClosed}. */
    @PreDestroy
    public void close() {
        calls.ifPresent(SmqCalls::close);
    }

    private static ClientConfiguration sdkConfiguration(QueueConfig config) {
        var sdk = new OwnConfiguration();
        var connections = config.names().orElseThrow().size() * config.concurrentPolls() * 2 + SmqQueue.LARGEST_BATCH;
        sdk.setMaxConnections(connections);
        sdk.setMaxConnectionsPerRoute(connections);
        sdk.setConnectionTimeout((int) config.connectTimeout().toMillis());
        sdk.setSocketTimeout((int) config.waitTime().plus(config.callTimeout()).toMillis());
        sdk.setSignatureVersion(
                config.signature() == QueueConfig.SignatureVersion.V4 ? SignVersion.V4 : SignVersion.V2);
        return sdk;
    }

    /**
     * A configuration that equals no other: the SDK shares connections, region and lifetime between clients whose
     * configurations are equal, and its comparison overlooks the signature version.
     */
    private static final class OwnConfiguration extends ClientConfiguration {

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
