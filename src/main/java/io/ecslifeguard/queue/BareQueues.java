package io.ecslifeguard.queue;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.provider.URLCredentialProvider;
import java.util.List;

/** Queues with credentials of their own. For the self-check. */
public final class BareQueues implements AutoCloseable {

    private final Queues queues;

    /** {@code credentials} is a URL that answers with them. */
    public BareQueues(QueueConfig config, String credentials) {
        queues = new Queues(
                config,
                new Client(URLCredentialProvider.builder()
                        .credentialsURI(credentials)
                        .build()));
    }

    /** Every queue, in the order of the settings. */
    public List<SmqQueue> all() {
        return queues.all();
    }

    @Override
    public void close() {
        queues.close();
    }
}
